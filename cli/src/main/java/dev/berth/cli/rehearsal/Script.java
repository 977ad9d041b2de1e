package dev.berth.cli.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;

/**
 * What a rehearsal asks: first the requests that set up a region of flat hosts and of trees of seven providers, then
 * act after act of what schedulers and agents ask of one. Every act releases what it claims. For one thread.
 */
class Script {
    private static final int FLAT_HOSTS = 120;
    private static final int TREES = 40;

    /**
     * How many flavors schedulers ask for; a question that was asked before is answered by other code than a new one.
     */
    private static final int FLAVORS = 4;

    private static final UUID AGGREGATE = new UUID(0, 0xA66);
    private static final String[] HOST_TRAITS = {
        "HW_CPU_X86_AVX2", "HW_CPU_X86_AVX", "HW_CPU_X86_SSE", "HW_CPU_X86_SSE2", "HW_CPU_X86_AESNI"
    };
    private static final String[] OTHER_TRAITS = {"HW_CPU_X86_AVX2", "HW_CPU_X86_AVX512F"};
    private static final String REHEARSED = "CUSTOM_REHEARSED";

    private final List<ScriptedRequest> requests = new ArrayList<>();

    /** How often the first flat host has been changed, which is what its generation counts. */
    private int generation;

    /** Sets the region up. */
    List<ScriptedRequest> scenery() {
        requests.clear();
        requests.add(ScriptedRequest.put("/traits/" + REHEARSED, 201, ""));
        for (int host = 0; host < FLAT_HOSTS; host++) {
            flatHost(host);
        }
        for (int tree = 0; tree < TREES; tree++) {
            tree(tree);
        }
        generation = 3;
        return List.copyOf(requests);
    }

    /** One act: about as many questions of each kind as a busy cloud asks, in which candidates and claims prevail. */
    List<ScriptedRequest> act(int number) {
        requests.clear();
        for (int scene = 0; scene < FLAVORS; scene++) {
            int at = number * FLAVORS + scene;
            candidates(scene);
            claim(at);
            candidates(scene);
        }
        questions(number);
        agent(number);
        return List.copyOf(requests);
    }

    private void flatHost(int host) {
        UUID id = flat(host);
        provider(
                id,
                "",
                "\"VCPU\":{\"total\":64,\"max_unit\":32,\"allocation_ratio\":4.0},"
                        + "\"MEMORY_MB\":{\"total\":262144,\"min_unit\":128,\"reserved\":512},"
                        + "\"DISK_GB\":{\"total\":8192,\"min_unit\":5}");
        aggregates(id, 1);
        traits(id, 2, HOST_TRAITS);
    }

    /** A host with two cells; one cell has a card and a GPU, the other two cards. */
    private void tree(int tree) {
        UUID root = part(tree, 0);
        provider(root, "", "\"DISK_GB\":{\"total\":20480}");
        traits(root, 1, "COMPUTE_VOLUME_MULTI_ATTACH");
        String cell =
                "\"VCPU\":{\"total\":16,\"reserved\":1},\"MEMORY_MB\":{\"total\":65536,\"min_unit\":256,\"step_size\":256}";
        provider(part(tree, 1), parent(root), cell);
        traits(part(tree, 1), 1, "HW_NUMA_ROOT");
        provider(part(tree, 2), parent(root), cell);
        traits(part(tree, 2), 1, "HW_NUMA_ROOT", REHEARSED);
        provider(part(tree, 3), parent(part(tree, 1)), "\"FPGA\":{\"total\":4}");
        provider(part(tree, 4), parent(part(tree, 1)), "\"VGPU\":{\"total\":8}");
        provider(part(tree, 5), parent(part(tree, 2)), "\"FPGA\":{\"total\":4}");
        provider(part(tree, 6), parent(part(tree, 2)), "\"FPGA\":{\"total\":4}");
    }

    private void provider(UUID id, String parent, String inventories) {
        requests.add(ScriptedRequest.post(
                "/resource_providers", 200, "{\"name\":\"host-" + id + "\",\"uuid\":\"" + id + "\"" + parent + "}"));
        inventories(id, 0, 200, inventories);
    }

    private static String parent(UUID id) {
        return ",\"parent_provider_uuid\":\"" + id + "\"";
    }

    private void inventories(UUID id, int quoted, int expected, String inventories) {
        requests.add(ScriptedRequest.put(
                "/resource_providers/" + id + "/inventories",
                expected,
                "{\"resource_provider_generation\":" + quoted + ",\"inventories\":{" + inventories + "}}"));
    }

    private void aggregates(UUID id, int quoted) {
        requests.add(ScriptedRequest.put(
                "/resource_providers/" + id + "/aggregates",
                200,
                "{\"resource_provider_generation\":" + quoted + ",\"aggregates\":[\"" + AGGREGATE + "\"]}"));
    }

    private void traits(UUID id, int quoted, String... traits) {
        StringJoiner quotedTraits = new StringJoiner("\",\"", "[\"", "\"]");
        for (String trait : traits) {
            quotedTraits.add(trait);
        }
        requests.add(ScriptedRequest.put(
                "/resource_providers/" + id + "/traits",
                200,
                "{\"resource_provider_generation\":" + quoted + ",\"traits\":" + quotedTraits + "}"));
    }

    private void candidates(int flavor) {
        String size = "VCPU:" + (1 + flavor) + ",MEMORY_MB:" + 256 * (1 + flavor);
        String flat = "resources=" + size + ",DISK_GB:10&required=HW_CPU_X86_AVX2&member_of=" + AGGREGATE;
        String nested = "resources=DISK_GB:10&required=COMPUTE_VOLUME_MULTI_ATTACH&resources_COMPUTE=" + size
                + "&required_COMPUTE=" + REHEARSED
                + "&resources_FPGA=FPGA:1&group_policy=none&same_subtree=_COMPUTE,_FPGA";
        String apart = "resources=" + size + "&resources_A=FPGA:1&resources_B=FPGA:1&group_policy=isolate";
        for (String query : List.of(flat, nested)) {
            for (int limit = 8; limit < 14; limit++) {
                ask(query + "&limit=" + limit);
            }
            ask(query + "&limit=1000");
        }
        ask("resources=" + size + "&required=HW_CPU_X86_AVX2,!" + REHEARSED + "&limit=10");
        ask(apart + "&limit=10");
        if (flavor == 0) {
            ask(flat);
            ask(nested);
            ask(apart + "&limit=1000");
        }
    }

    private void ask(String query) {
        requests.add(ScriptedRequest.get("/allocation_candidates?" + query));
    }

    /**
     * The life of a guest on a flat host and of one in a tree, with the mistakes that schedulers make: an old
     * generation, too much at once.
     */
    private void claim(int at) {
        UUID guest = new UUID(at, 0x6E57);
        String path = "/allocations/" + guest;
        UUID host = flat(1 + at % (FLAT_HOSTS - 1));
        String small = held(host, "\"VCPU\":2,\"MEMORY_MB\":512,\"DISK_GB\":10");
        requests.add(ScriptedRequest.put(path, 204, allocations(small, "null")));
        requests.add(ScriptedRequest.put(path, 409, allocations(small, "null")));
        requests.add(ScriptedRequest.put(
                path, 204, allocations(held(host, "\"VCPU\":4,\"MEMORY_MB\":1024,\"DISK_GB\":10"), "1")));
        requests.add(ScriptedRequest.get(path));
        requests.add(ScriptedRequest.get("/resource_providers/" + host + "/usages"));
        requests.add(ScriptedRequest.delete(path, 204));
        requests.add(ScriptedRequest.delete(path, 404));
        requests.add(ScriptedRequest.put(
                path, 409, allocations(held(host, "\"VCPU\":32,\"MEMORY_MB\":999999999,\"DISK_GB\":10"), "null")));
        int tree = at % TREES;
        String spread = held(part(tree, 0), "\"DISK_GB\":10") + ","
                + held(part(tree, 2), "\"VCPU\":2,\"MEMORY_MB\":512") + "," + held(part(tree, 5), "\"FPGA\":1");
        requests.add(ScriptedRequest.put(path, 204, allocations(spread, "null")));
        requests.add(ScriptedRequest.get("/resource_providers/" + part(tree, 2) + "/allocations"));
        requests.add(ScriptedRequest.delete(path, 204));
    }

    private static String held(UUID provider, String resources) {
        return "\"" + provider + "\":{\"resources\":{" + resources + "}}";
    }

    private static String allocations(String held, String consumerGeneration) {
        return "{\"allocations\":{" + held
                + "},\"project_id\":\"rehearsal\",\"user_id\":\"rehearsal\",\"consumer_generation\":"
                + consumerGeneration + ",\"consumer_type\":\"INSTANCE\"}";
    }

    private void questions(int number) {
        String host = "/resource_providers/" + flat(number % FLAT_HOSTS);
        UUID root = part(number % TREES, 0);
        requests.add(ScriptedRequest.get(host));
        requests.add(ScriptedRequest.get(host + "/inventories"));
        requests.add(ScriptedRequest.get(host + "/traits"));
        requests.add(ScriptedRequest.get(host + "/aggregates"));
        requests.add(ScriptedRequest.get("/resource_providers?in_tree=" + root));
        requests.add(ScriptedRequest.get("/resource_providers?name=host-" + root));
        requests.add(ScriptedRequest.get("/resource_providers?required=HW_NUMA_ROOT," + REHEARSED));
        requests.add(ScriptedRequest.get("/usages?project_id=rehearsal"));
    }

    /**
     * An agent that reports again, once with the generation of somebody who was faster. Nobody claims from its host.
     */
    private void agent(int number) {
        String inventories = "\"VCPU\":{\"total\":" + (64 + number % 2) + "},\"MEMORY_MB\":{\"total\":262144}";
        inventories(flat(0), generation - 1, 409, inventories);
        inventories(flat(0), generation++, 200, inventories);
        // Only a change counts, so it must be others than last time.
        traits(flat(0), generation++, number % 2 == 0 ? OTHER_TRAITS : HOST_TRAITS);
    }

    private static UUID flat(int host) {
        return new UUID(0xF1A7, host);
    }

    private static UUID part(int tree, int part) {
        return new UUID(0x7EEE, tree * 7L + part);
    }
}
