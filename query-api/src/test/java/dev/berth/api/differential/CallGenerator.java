package dev.berth.api.differential;

import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes random calls that are mostly sensible: over few providers, consumers and names, with generations that are mostly right, in
 * all versions. The same seed over the same states makes the same calls.
 */
final class CallGenerator {
    private static final List<String> CLASSES = List.of("VCPU", "MEMORY_MB", "DISK_GB", "SRIOV_NET_VF", "CUSTOM_GOLD");
    private static final List<String> TRAITS =
            List.of("HW_CPU_X86_AVX", "HW_NIC_SRIOV", "MISC_SHARES_VIA_AGGREGATE", "CUSTOM_RED", "CUSTOM_BLUE");
    private static final String UNKNOWN_PROVIDER = "ffffffff-ffff-4fff-8fff-ffffffffffff";

    private final Random random;
    private final Supplier<RegionView> view;
    private String version = "1.39";

    CallGenerator(long seed, Supplier<RegionView> view) {
        this.random = new Random(seed);
        this.view = view;
    }

    ApiCall next() {
        int minor = random.nextInt(10) < 4 ? 39 : random.nextInt(40);
        version = "1." + minor;
        // A refused claim of an unknown provider leaves an empty consumer in Placement, so there must be one first.
        int choice = view.get().providers().size() == 0 ? 0 : random.nextInt(100);
        if (choice < 10) {
            return createProvider(minor);
        } else if (choice < 16) {
            return provider(minor);
        } else if (choice < 22) {
            return listProviders(minor);
        } else if (choice < 38) {
            return inventories();
        } else if (choice < 48) {
            return traits();
        } else if (choice < 53) {
            return resourceClasses(minor);
        } else if (choice < 59) {
            return aggregates(minor);
        } else if (choice < 80) {
            return allocations(minor);
        } else if (choice < 84) {
            return usages(minor);
        } else if (choice < 96) {
            return candidates(minor);
        }
        return reshape(minor);
    }

    // -- providers
    // -----------------------------------------------------------------------------------------------------

    private ApiCall createProvider(int minor) {
        String parent = oneIn(2) && (minor >= 14 || oneIn(8)) ? ", \"parent_provider_uuid\": " + parent() : "";
        return post(
                "/resource_providers",
                "{\"name\": \"" + name() + "\", \"uuid\": \"" + providerId() + "\"" + parent + "}");
    }

    private ApiCall provider(int minor) {
        String path = "/resource_providers/" + providerId();
        return switch (random.nextInt(4)) {
            case 0 -> get(path);
            case 1 -> delete(path);
            default ->
                put(
                        path,
                        "{\"name\": \"" + name() + "\""
                                + (minor >= 14 && oneIn(2) ? ", \"parent_provider_uuid\": " + parent() : "") + "}");
        };
    }

    private String parent() {
        return oneIn(6) ? "null" : "\"" + providerId() + "\"";
    }

    private ApiCall listProviders(int minor) {
        List<String> filters = new ArrayList<>();
        if (oneIn(5)) {
            filters.add("name=" + name());
        }
        if (oneIn(8)) {
            filters.add("uuid=" + providerId());
        }
        if (oneIn(3)) {
            filters.add("member_of=" + memberOf());
        }
        if (oneIn(3)) {
            filters.add("resources=" + amounts(","));
        }
        if (oneIn(4)) {
            filters.add("in_tree=" + providerId());
        }
        if (oneIn(3)) {
            filters.add("required=" + required(minor));
        }
        return get("/resource_providers" + (filters.isEmpty() ? "" : "?" + String.join("&", filters)));
    }

    // -- what providers have
    // -------------------------------------------------------------------------------------------

    private ApiCall inventories() {
        String provider = providerId();
        String path = "/resource_providers/" + provider + "/inventories";
        String resourceClass = resourceClass();
        return switch (random.nextInt(9)) {
            case 0 -> get(path);
            case 1 -> get(path + "/" + resourceClass);
            case 2 -> post(path, inventory("\"resource_class\": \"" + resourceClass + "\""));
            case 3 -> put(path + "/" + resourceClass, inventory(generation(provider)));
            case 4 -> oneIn(2) ? delete(path + "/" + resourceClass) : oneIn(3) ? delete(path) : get(path);
            default -> put(path, "{" + generation(provider) + ", \"inventories\": " + inventoryMap() + "}");
        };
    }

    private String inventoryMap() {
        return some(CLASSES, 3).stream()
                .map(c -> "\"" + c + "\": " + inventory(""))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private String inventory(String first) {
        List<String> fields = new ArrayList<>();
        if (!first.isEmpty()) {
            fields.add(first);
        }
        String total = pick(List.of("8", "16", "100", "1", oneIn(20) ? "0" : "32"));
        fields.add("\"total\": " + total);
        // Placement's reshaper lets more be reserved than there is; Berth does not.
        if (oneIn(4) && total.length() > 1) {
            fields.add("\"reserved\": " + random.nextInt(10));
        }
        if (oneIn(6)) {
            fields.add("\"min_unit\": " + (1 + random.nextInt(3)));
        }
        if (oneIn(5)) {
            fields.add("\"max_unit\": " + (1 + random.nextInt(12)));
        }
        if (oneIn(6)) {
            fields.add("\"step_size\": " + (1 + random.nextInt(3)));
        }
        if (oneIn(5)) {
            fields.add("\"allocation_ratio\": " + pick(List.of("1.5", "16.0", "0.5", "2")));
        }
        return broken("{" + String.join(", ", fields) + "}");
    }

    private ApiCall traits() {
        String provider = providerId();
        String path = "/resource_providers/" + provider + "/traits";
        String trait = pick(TRAITS);
        return switch (random.nextInt(9)) {
            case 0 ->
                get("/traits?name=" + pick(List.of("startswith:CUSTOM_R", "in:" + trait, "x", "in:CUSTOM_BLUE"))
                        + (oneIn(3) ? "&associated=" + pick(List.of("true", "false", "perhaps")) : ""));
            case 1 -> get("/traits/" + trait);
            case 2, 3 -> bodyless("PUT", "/traits/" + trait);
            case 4 -> oneIn(3) ? delete("/traits/" + trait) : get(path);
            case 5 -> oneIn(3) ? delete(path) : get(path);
            default -> put(path, "{" + generation(provider) + ", \"traits\": " + quoted(some(TRAITS, 2)) + "}");
        };
    }

    private ApiCall resourceClasses(int minor) {
        String name = pick(List.of("CUSTOM_GOLD", "CUSTOM_TIN", "VCPU", "HOUSE"));
        return switch (random.nextInt(6)) {
            case 0 -> get("/resource_classes");
            case 1 -> get("/resource_classes/" + name);
            case 2 -> post("/resource_classes", "{\"name\": \"" + name + "\"}");
            case 3 -> delete("/resource_classes/" + name);
            default ->
                minor < 7
                        ? put("/resource_classes/" + name, "{\"name\": \"CUSTOM_TIN\"}")
                        : bodyless("PUT", "/resource_classes/" + name);
        };
    }

    private ApiCall aggregates(int minor) {
        String provider = providerId();
        String path = "/resource_providers/" + provider + "/aggregates";
        if (oneIn(4)) {
            return get(path);
        }
        String list = quoted(some(aggregateIds(), 2));
        return put(path, minor < 19 ? list : "{\"aggregates\": " + list + ", " + generation(provider) + "}");
    }

    // -- consumers
    // -----------------------------------------------------------------------------------------------------

    private ApiCall allocations(int minor) {
        String consumer = consumerId();
        return switch (random.nextInt(10)) {
            case 0 -> get("/allocations/" + consumer);
            case 1 -> delete("/allocations/" + consumer);
            case 2 -> get("/resource_providers/" + providerId() + "/allocations");
            case 3, 4 ->
                minor < 13
                        ? get("/allocations/" + consumer)
                        : post(
                                "/allocations",
                                some(consumerIds(), 2).stream()
                                        .map(c -> "\"" + c + "\": " + claim(c, minor, 13))
                                        .collect(Collectors.joining(", ", "{", "}")));
            default -> put("/allocations/" + consumer, claim(consumer, minor, 28));
        };
    }

    /** A claim that a new consumer makes names known providers and is not empty: of others Placement keeps an empty consumer. */
    private String claim(String consumer, int minor, int emptySince) {
        Optional<Consumer> known = view.get().consumer(ConsumerId.of(consumer));
        List<String> fields = new ArrayList<>();
        boolean isEmpty = known.isPresent() && minor >= emptySince && oneIn(6);
        List<String> providers = isEmpty ? List.of() : some(knownProviders(), 2);
        fields.add("\"allocations\": " + (minor < 12 ? allocationList(providers) : allocationMap(providers)));
        if (minor >= 8) {
            fields.add("\"project_id\": \"" + pick(List.of("p1", "p2")) + "\"");
            fields.add("\"user_id\": \"" + pick(List.of("u1", "u2")) + "\"");
        }
        if (minor >= 28) {
            String generation = known.map(c -> Long.toString(c.generation())).orElse("null");
            fields.add("\"consumer_generation\": " + (oneIn(10) ? pick(List.of("null", "1", "7")) : generation));
        }
        if (minor >= 34 && oneIn(3)) {
            fields.add("\"mappings\": {\"\": [\"" + providerId() + "\"]}");
        }
        if (minor >= 38) {
            fields.add("\"consumer_type\": \"" + pick(List.of("INSTANCE", "MIGRATION")) + "\"");
        }
        return known.isPresent()
                ? broken("{" + String.join(", ", fields) + "}")
                : "{" + String.join(", ", fields) + "}";
    }

    private String allocationMap(List<String> providers) {
        return providers.stream()
                .map(p -> "\"" + p + "\": {\"resources\": " + resources(p) + "}")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private String allocationList(List<String> providers) {
        return providers.stream()
                .map(p -> "{\"resource_provider\": {\"uuid\": \"" + p + "\"}, \"resources\": " + resources(p) + "}")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private String resources(String provider) {
        List<String> classes = view.get()
                .provider(ProviderId.of(provider))
                .map(p ->
                        p.inventories().keySet().stream().map(Object::toString).toList())
                .orElse(List.of());
        List<String> chosen = classes.isEmpty() || oneIn(10) ? some(CLASSES, 2) : some(classes, 2);
        return chosen.stream()
                .map(c -> "\"" + c + "\": " + (1 + random.nextInt(oneIn(5) ? 20 : 4)))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private ApiCall usages(int minor) {
        if (oneIn(2)) {
            return get("/resource_providers/" + providerId() + "/usages");
        }
        return get("/usages?project_id=" + pick(List.of("p1", "p2", "p3"))
                + (oneIn(3) ? "&user_id=u1" : "")
                + (minor >= 38 && oneIn(2) ? "&consumer_type=" + pick(List.of("all", "unknown", "INSTANCE")) : ""));
    }

    private ApiCall reshape(int minor) {
        List<String> providers = some(knownProviders(), 2);
        String inventories = providers.stream()
                .map(p -> "\"" + p + "\": {" + generation(p) + ", \"inventories\": " + inventoryMap() + "}")
                .collect(Collectors.joining(", ", "{", "}"));
        String claims = oneIn(2)
                ? "{}"
                : some(consumerIds(), 2).stream()
                        .map(c -> "\"" + c + "\": " + claim(c, minor, 28))
                        .collect(Collectors.joining(", ", "{", "}"));
        return post("/reshaper", "{\"inventories\": " + inventories + ", \"allocations\": " + claims + "}");
    }

    // -- candidates
    // ----------------------------------------------------------------------------------------------------

    private ApiCall candidates(int minor) {
        List<String> parameters = new ArrayList<>();
        int groups = minor >= 25 ? 1 + random.nextInt(3) : 1;
        List<String> suffixes = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            String suffix = i == 0 && (minor < 25 || oneIn(2)) ? "" : minor >= 33 ? "_G" + i : "" + (i + 1);
            suffixes.add(suffix);
            parameters.add("resources" + suffix + "=" + amounts(","));
            if (minor >= 17 && oneIn(4)) {
                parameters.add("required" + suffix + "=" + required(minor));
            }
            if (minor >= 21 && oneIn(5)) {
                parameters.add("member_of" + suffix + "=" + memberOf());
            }
            if (minor >= 31 && oneIn(6)) {
                parameters.add("in_tree" + suffix + "=" + providerId());
            }
        }
        if (groups > 1 && !oneIn(12)) {
            parameters.add("group_policy=" + pick(List.of("none", "isolate")));
        }
        if (minor >= 16 && oneIn(8)) {
            parameters.add("limit=" + random.nextInt(5));
        }
        if (minor >= 35 && oneIn(6)) {
            parameters.add("root_required=" + pick(TRAITS));
        }
        List<String> named = suffixes.stream().filter(s -> !s.isEmpty()).toList();
        if (minor >= 36 && named.size() > 1 && oneIn(3)) {
            parameters.add("same_subtree=" + String.join(",", named));
        }
        return get("/allocation_candidates?" + String.join("&", parameters));
    }

    private String amounts(String separator) {
        return some(CLASSES, 2).stream()
                .map(c -> c + ":" + (1 + random.nextInt(6)))
                .collect(Collectors.joining(separator));
    }

    private String required(int minor) {
        if (minor >= 39 && oneIn(4)) {
            return "in:" + String.join(",", some(TRAITS, 2));
        }
        return some(TRAITS, 2).stream().map(t -> (oneIn(4) ? "!" : "") + t).collect(Collectors.joining(","));
    }

    private String memberOf() {
        String aggregate = pick(aggregateIds());
        return switch (random.nextInt(5)) {
            case 0 -> "in:" + String.join(",", some(aggregateIds(), 2));
            case 1 -> "!" + aggregate;
            case 2 -> "!in:" + aggregate;
            default -> aggregate;
        };
    }

    // -- names
    // ---------------------------------------------------------------------------------------------------------

    private String generation(String provider) {
        long generation = view.get()
                .provider(ProviderId.of(provider))
                .map(Provider::generation)
                .orElse(0L);
        return "\"resource_provider_generation\": " + (oneIn(12) ? generation + 1 : generation);
    }

    private List<String> knownProviders() {
        List<String> known = new ArrayList<>();
        view.get().providers().all().forEach(provider -> known.add(provider.id().toString()));
        return known.isEmpty() ? List.of(UNKNOWN_PROVIDER) : known;
    }

    private String providerId() {
        return oneIn(25) ? UNKNOWN_PROVIDER : id(0xaaaa, random.nextInt(6));
    }

    private String consumerId() {
        return pick(consumerIds());
    }

    private static List<String> consumerIds() {
        return IntStream.range(0, 5).mapToObj(i -> id(0xcccc, i)).toList();
    }

    private static List<String> aggregateIds() {
        return IntStream.range(0, 3).mapToObj(i -> id(0xdddd, i)).toList();
    }

    private static String id(int kind, int number) {
        return new UUID((long) kind << 48 | 0x4000, 0x8000_0000_0000_0000L | number).toString();
    }

    private String name() {
        return "n" + random.nextInt(8);
    }

    private String resourceClass() {
        return oneIn(20) ? "HOUSE" : pick(CLASSES);
    }

    /** Now and then a body with a field too many, or a value of the wrong type. */
    private String broken(String body) {
        if (!oneIn(30)) {
            return body;
        }
        return oneIn(2)
                ? body.replaceFirst("\\{", "{\"shine\": 1, ")
                : body.replaceFirst(": (\\d+|\"[^\"]*\")", ": [1]");
    }

    private ApiCall get(String path) {
        return ApiCall.of("GET", version, path);
    }

    private ApiCall delete(String path) {
        return ApiCall.of("DELETE", version, path);
    }

    private ApiCall bodyless(String method, String path) {
        return ApiCall.of(method, version, path);
    }

    private ApiCall post(String path, String body) {
        return new ApiCall("POST", version, path, Optional.of(body));
    }

    private ApiCall put(String path, String body) {
        return new ApiCall("PUT", version, path, Optional.of(body));
    }

    private static String quoted(List<String> values) {
        return values.stream().map(v -> "\"" + v + "\"").collect(Collectors.joining(", ", "[", "]"));
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private List<String> some(List<String> from, int most) {
        int count = 1 + random.nextInt(Math.min(most, from.size()));
        List<String> rest = new ArrayList<>(from);
        List<String> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(rest.remove(random.nextInt(rest.size())));
        }
        return some;
    }
}
