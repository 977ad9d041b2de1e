package dev.berth.api.policy;

import java.util.List;

/** The rules of what Placement does not have: two roles more, devices and flavors, audits, hosts and regions. */
final class BerthRules {
    static final String AUDITOR = "rule:auditor_api";
    static final String REGIONS_CREATE = "berth:regions:create";

    /** The rule by which agents may do what they do, each for its own host alone. */
    static final String AGENT_API = "agent_api";

    /** The role of that rule where no file says otherwise. */
    static final String AGENT_ROLE = "agent";

    private static final String AGENT = "rule:" + AGENT_API;
    private static final String WRITER = "rule:system_admin_api";
    private static final String READER = "rule:system_reader_api or " + AUDITOR;

    /** Callers who may ask for candidates may also know what can be asked for. */
    private static final String WHO_MAY_ASK = "rule:placement:allocation_candidates:list";

    private BerthRules() {}

    static List<RuleDefault> all(String regionsCreate) {
        return List.of(
                RuleDefault.of("auditor_api", "role:auditor"),
                RuleDefault.of(AGENT_API, "role:" + AGENT_ROLE),
                RuleDefault.of("berth:pci:devices:list", READER).scoped(Scope.SYSTEM),
                RuleDefault.of("berth:pci:pools:list", READER).scoped(Scope.SYSTEM),
                RuleDefault.of("berth:pci:flavors:list", WHO_MAY_ASK).scoped(Scope.SYSTEM),
                RuleDefault.of("berth:pci:flavors:show", WHO_MAY_ASK).scoped(Scope.SYSTEM),
                RuleDefault.of("berth:pci:flavors:create", WRITER).scoped(Scope.SYSTEM),
                RuleDefault.of("berth:pci:flavors:update", WRITER).scoped(Scope.SYSTEM),
                RuleDefault.of("berth:pci:flavors:delete", WRITER).scoped(Scope.SYSTEM),
                RuleDefault.of("berth:hosts:devices:list", READER + " or " + AGENT),
                RuleDefault.of("berth:hosts:devices:change", WRITER),
                RuleDefault.of("berth:hosts:devices:acknowledge", WRITER + " or " + AGENT),
                RuleDefault.of("berth:capacity", WHO_MAY_ASK).scoped(Scope.SYSTEM),
                RuleDefault.of("berth:audit", READER).scoped(Scope.SYSTEM),
                // Who reads alone could say that all is well.
                RuleDefault.of("berth:audit:verified", WRITER + " or " + AUDITOR)
                        .scoped(Scope.SYSTEM),
                RuleDefault.of("berth:debug", READER).scoped(Scope.SYSTEM),
                RuleDefault.of("berth:metrics:hosts", READER).scoped(Scope.SYSTEM),
                RuleDefault.of("berth:history", READER).scoped(Scope.SYSTEM),
                RuleDefault.of("berth:what_if", READER).scoped(Scope.SYSTEM),
                RuleDefault.of("berth:consumers:list", READER).scoped(Scope.SYSTEM),
                RuleDefault.of("berth:allocations:list", READER).scoped(Scope.SYSTEM),
                RuleDefault.of("berth:inventories:list", READER).scoped(Scope.SYSTEM),
                RuleDefault.of("berth:usages:list", READER).scoped(Scope.SYSTEM),
                RuleDefault.of("berth:import", WRITER).scoped(Scope.SYSTEM),
                RuleDefault.of("berth:rebuild", WRITER).scoped(Scope.SYSTEM),
                RuleDefault.of("berth:hosts:show", READER + " or " + AGENT),
                RuleDefault.of("berth:hosts:compute_node:show", READER + " or " + AGENT),
                RuleDefault.of("berth:hosts:report", WRITER + " or " + AGENT),
                RuleDefault.of("berth:hosts:report:show", READER + " or " + AGENT),
                RuleDefault.of("berth:hosts:enrolment:show", READER + " or " + AGENT),
                RuleDefault.of("berth:hosts:enrolment:update", WRITER + " or " + AGENT),
                RuleDefault.of("berth:hosts:enrolment:delete", WRITER),
                RuleDefault.of("berth:hosts:list", READER),
                RuleDefault.of("berth:hosts:drain", WRITER),
                RuleDefault.of("berth:hosts:undrain", WRITER),
                RuleDefault.of("berth:hosts:rename", WRITER),
                RuleDefault.of("berth:hosts:remove", WRITER),
                RuleDefault.of(REGIONS_CREATE, regionsCreate));
    }
}
