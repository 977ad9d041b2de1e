package dev.berth.api.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What consumers hold: claimed one by one and together, shown, given back, counted, and moved by a reshape. */
final class ConsumerCalls {
    private static final int OWNER = 8;
    private static final int BY_PROVIDER = 12;
    private static final int SEVERAL = 13;
    private static final int GENERATIONS = 28;
    private static final int MAPPINGS = 34;
    private static final int TYPES = 38;

    private final Dice dice;
    private final Names names;
    private final InventoryCalls inventories;

    ConsumerCalls(Dice dice, Names names, InventoryCalls inventories) {
        this.dice = dice;
        this.names = names;
        this.inventories = inventories;
    }

    ApiCall allocations(int minor) {
        String consumer = names.consumer();
        String path = "/allocations/" + consumer;
        return switch (dice.below(10)) {
            case 0 -> ApiCall.get(minor, path);
            case 1 -> ApiCall.delete(minor, path);
            case 2 -> ApiCall.get(minor, "/resource_providers/" + names.provider() + "/allocations");
            case 3, 4 -> minor < SEVERAL && !dice.oneIn(10) ? ApiCall.get(minor, path) : several(minor);
            default -> ApiCall.put(minor, path, claim(consumer, minor, GENERATIONS, isLone(consumer)));
        };
    }

    private ApiCall several(int minor) {
        return ApiCall.post(minor, "/allocations", claims(minor, SEVERAL));
    }

    private String claims(int minor, int emptySince) {
        List<String> consumers = dice.some(Names.consumers(), 2);
        boolean mayFail = consumers.stream().allMatch(this::isLone);
        return consumers.stream()
                .map(c -> "\"" + c + "\": " + claim(c, minor, emptySince, mayFail))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private boolean isLone(String consumer) {
        return names.known(consumer).isPresent();
    }

    /**
     * @param mayNameUnknown whether all consumers of the request exist: of new ones whose claim names an unknown
     *     provider, or is
     *     empty, Placement keeps an empty consumer
     */
    private String claim(String consumer, int minor, int emptySince, boolean mayNameUnknown) {
        List<String> fields = new ArrayList<>();
        boolean isEmpty = isLone(consumer) && minor >= emptySince && dice.oneIn(6);
        List<String> providers = new ArrayList<>(isEmpty ? List.of() : dice.some(names.knownProviders(), 2));
        if (mayNameUnknown && !isEmpty && dice.oneIn(15)) {
            providers.add(Names.UNKNOWN_PROVIDER);
        }
        fields.add("\"allocations\": " + (minor < BY_PROVIDER ? list(providers) : byProvider(providers)));
        if (minor >= OWNER) {
            fields.add("\"project_id\": \"" + dice.pick(Names.PROJECTS) + "\"");
            fields.add("\"user_id\": \"" + dice.pick("u1", "u2") + "\"");
        }
        if (minor >= GENERATIONS) {
            fields.add("\"consumer_generation\": " + names.consumerGeneration(consumer));
        }
        if (minor >= MAPPINGS && dice.oneIn(3)) {
            fields.add("\"mappings\": {\"" + dice.pick("", "1", "_NET") + "\": [\"" + names.provider() + "\"]}");
        }
        if (minor >= TYPES) {
            fields.add("\"consumer_type\": \"" + dice.pick("INSTANCE", "MIGRATION") + "\"");
        }
        return "{" + String.join(", ", fields) + "}";
    }

    private String byProvider(List<String> providers) {
        return providers.stream()
                .map(p -> "\"" + p + "\": {\"resources\": " + resources(p)
                        + (dice.oneIn(10) ? ", \"generation\": " + dice.below(9) : "") + "}")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private String list(List<String> providers) {
        return providers.stream()
                .map(p -> "{\"resource_provider\": {\"uuid\": \"" + p + "\"}, \"resources\": " + resources(p) + "}")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private String resources(String provider) {
        List<String> classes = names.classesOf(provider);
        List<String> chosen =
                classes.isEmpty() || dice.oneIn(10) ? List.of(names.resourceClass()) : dice.some(classes, 2);
        return chosen.stream()
                .map(c -> "\"" + c + "\": " + dice.upTo(dice.oneIn(5) ? 20 : 4))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    ApiCall usages(int minor) {
        if (dice.oneIn(2)) {
            return ApiCall.get(minor, "/resource_providers/" + names.provider() + "/usages");
        }
        return ApiCall.get(
                minor,
                "/usages?project_id=" + dice.pick("p1", "p2", "p3")
                        + (dice.oneIn(3) ? "&user_id=u1" : "")
                        + (minor >= TYPES && dice.oneIn(2)
                                ? "&consumer_type=" + dice.pick("all", "unknown", "INSTANCE", "NOBODY")
                                : ""));
    }

    ApiCall reshape(int minor) {
        String byProvider = dice.some(names.knownProviders(), 2).stream()
                .map(p -> "\"" + p + "\": {\"resource_provider_generation\": " + names.generation(p)
                        + ", \"inventories\": " + (dice.oneIn(10) ? "{}" : inventories.byClass()) + "}")
                .collect(Collectors.joining(", ", "{", "}"));
        String claims = dice.oneIn(2) ? "{}" : claims(minor, GENERATIONS);
        return ApiCall.post(
                minor, "/reshaper", "{\"inventories\": " + byProvider + ", \"allocations\": " + claims + "}");
    }
}
