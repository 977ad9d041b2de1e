package dev.berth.api.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules of Placement 8.0.0, name by name. Those who may read may be auditors as well; that is Berth's addition, and
 * nothing else here is.
 */
final class PlacementRules {
    private static final String OLD_NAME = "rule:admin_api";
    private static final String OLD_CHECK = "role:admin";
    private static final String WRITER = "rule:system_admin_api";
    private static final String READER = "rule:system_reader_api or " + BerthRules.AUDITOR;

    /** What begins with none of the names of the resources below. */
    private static final List<RuleDefault> BASE = List.of(
            RuleDefault.of("admin_api", "role:admin").scoped(Scope.SYSTEM),
            base("system_admin_api", "role:admin and system_scope:all"),
            base("system_reader_api", "role:reader and system_scope:all"),
            base("project_reader_api", "role:reader and project_id:%(project_id)s"),
            base("system_or_project_reader", "rule:system_reader_api or rule:project_reader_api"));

    private PlacementRules() {}

    static List<RuleDefault> all() {
        List<RuleDefault> rules = new ArrayList<>(BASE);
        reads(
                rules,
                "resource_providers:list",
                "resource_providers:show",
                "resource_classes:list",
                "resource_classes:show",
                "resource_providers:inventories:list",
                "resource_providers:inventories:show",
                "resource_providers:aggregates:list",
                "resource_providers:usages",
                "resource_providers:traits:list",
                "resource_providers:allocations:list",
                "traits:list",
                "traits:show",
                "allocations:list",
                "allocation_candidates:list");
        writes(
                rules,
                "resource_providers:create",
                "resource_providers:update",
                "resource_providers:delete",
                "resource_classes:create",
                "resource_classes:update",
                "resource_classes:delete",
                "resource_providers:inventories:create",
                "resource_providers:inventories:update",
                "resource_providers:inventories:delete",
                "resource_providers:aggregates:update",
                "resource_providers:traits:update",
                "resource_providers:traits:delete",
                "traits:update",
                "traits:delete",
                "allocations:manage",
                "allocations:update",
                "allocations:delete",
                "reshaper:reshape");
        rules.add(RuleDefault.of("placement:usages", "rule:system_or_project_reader or " + BerthRules.AUDITOR)
                .scoped(Scope.SYSTEM, Scope.PROJECT));
        return rules;
    }

    private static RuleDefault base(String name, String check) {
        return RuleDefault.of(name, check).was(OLD_NAME, OLD_CHECK);
    }

    private static void reads(List<RuleDefault> rules, String... names) {
        for (String name : names) {
            rules.add(RuleDefault.of("placement:" + name, READER).scoped(Scope.SYSTEM));
        }
    }

    private static void writes(List<RuleDefault> rules, String... names) {
        for (String name : names) {
            rules.add(RuleDefault.of("placement:" + name, WRITER).scoped(Scope.SYSTEM));
        }
    }
}
