package dev.berth.api.fuzz;

import dev.berth.api.server.SampleRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes query strings of known parameters, with values that are mostly of another one. */
final class QueryMutation {
    private static final List<String> PATHS = List.of(
            "/allocation_candidates",
            "/allocation_candidates",
            "/allocation_candidates",
            "/resource_providers",
            "/traits",
            "/usages",
            "/pci/devices",
            "/pci/pools");

    private static final List<String> NAMES = List.of(
            "resources",
            "required",
            "member_of",
            "in_tree",
            "limit",
            "group_policy",
            "same_subtree",
            "root_required",
            "resources1",
            "required1",
            "member_of1",
            "in_tree1",
            "resources_NET",
            "required_NET",
            "member_of_NET",
            "in_tree_NET",
            "resources_" + "x".repeat(64),
            "resources_" + "x".repeat(65),
            "pci",
            "pci_NET",
            "pci1",
            "explain",
            "name",
            "uuid",
            "associated",
            "project_id",
            "user_id",
            "consumer_type",
            "provider",
            "state",
            "consumer",
            "sort",
            "%00",
            "a%2",
            "");

    private static final List<String> VALUES = List.of(
            "VCPU:1",
            "VCPU:1,MEMORY_MB:512",
            "SRIOV_NET_VF:1",
            "VCPU:0",
            "VCPU:-1",
            "VCPU:99999999999999999999",
            "VCPU:1_0",
            "VCPU",
            ":",
            ",",
            ",,",
            "VCPU:1:1",
            "CUSTOM_GOLD:1",
            "HW_CPU_X86_AVX",
            "!HW_CPU_X86_AVX",
            "!!",
            "in:",
            "in:HW_CPU_X86_AVX,CUSTOM_GOLD",
            "in:!CUSTOM_GOLD",
            "!in:" + SampleRequest.PROVIDER,
            SampleRequest.PROVIDER,
            "in:" + SampleRequest.PROVIDER + "," + SampleRequest.CONSUMER,
            "none",
            "isolate",
            "_NET",
            "_NET,1",
            "1",
            "0",
            "-1",
            "2147483648",
            "true",
            "false",
            "text",
            "10g:1",
            "10g:1:numa_node=0",
            "10g:9999",
            "startswith:CUSTOM",
            "in:,",
            "INSTANCE",
            "all",
            "unknown",
            "free",
            "%",
            "%2",
            "%zz",
            "%00",
            "%ed%a0%80",
            "%C3",
            "%0d%0a",
            "%F0%9F%98%80",
            "+",
            "x".repeat(300),
            "%3C".repeat(200),
            "a=b",
            "a&b",
            "a;b",
            "a#b",
            "");

    private QueryMutation() {}

    static String of(SplittableRandom random) {
        List<String> parameters = new ArrayList<>();
        boolean isSearch = random.nextInt(3) > 0;
        if (isSearch) {
            parameters.add("resources=VCPU:1");
        }
        int most = random.nextInt(30) == 0 ? 300 : 6;
        for (int count = random.nextInt(most + 1); count > 0; count--) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            String value = VALUES.get(random.nextInt(VALUES.size()));
            parameters.add(random.nextInt(30) == 0 ? name : name + "=" + value);
        }
        String path = PATHS.get(random.nextInt(PATHS.size())) + "?" + String.join("&", parameters);
        return path.length() > 7_000 ? path.substring(0, 7_000) : path;
    }
}
