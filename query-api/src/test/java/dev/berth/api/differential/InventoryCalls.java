package dev.berth.api.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The inventories of a provider, together and one by one. */
final class InventoryCalls implements CallFamily {
    private final Dice dice;
    private final Names names;

    InventoryCalls(Dice dice, Names names) {
        this.dice = dice;
        this.names = names;
    }

    @Override
    public ApiCall next(int minor) {
        String provider = names.provider();
        String path = "/resource_providers/" + provider + "/inventories";
        String resourceClass = names.resourceClass();
        String one = path + "/" + resourceClass;
        return switch (dice.below(10)) {
            case 0 -> ApiCall.get(minor, path);
            case 1 -> ApiCall.get(minor, one);
            case 2 -> ApiCall.post(minor, path, record("\"resource_class\": \"" + resourceClass + "\""));
            case 3 -> ApiCall.put(minor, one, record(generation(provider)));
            case 4 -> dice.oneIn(2) ? ApiCall.delete(minor, one) : ApiCall.get(minor, path);
            case 5 -> dice.oneIn(4) ? ApiCall.delete(minor, path) : ApiCall.get(minor, one);
            default -> ApiCall.put(minor, path, "{" + generation(provider) + ", \"inventories\": " + byClass() + "}");
        };
    }

    private String generation(String provider) {
        return "\"resource_provider_generation\": " + names.generation(provider);
    }

    String byClass() {
        return dice.some(Names.CLASSES, 3).stream()
                .map(c -> "\"" + c + "\": " + record(""))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private String record(String first) {
        List<String> fields = new ArrayList<>();
        if (!first.isEmpty()) {
            fields.add(first);
        }
        String total = dice.pick("8", "16", "100", "1", dice.oneIn(20) ? "0" : "32");
        fields.add("\"total\": " + total);
        // Placement's reshaper lets more be reserved than there is; Berth does not.
        if (dice.oneIn(4) && total.length() > 1) {
            fields.add("\"reserved\": " + dice.below(10));
        }
        if (dice.oneIn(6)) {
            fields.add("\"min_unit\": " + dice.upTo(3));
        }
        if (dice.oneIn(5)) {
            fields.add("\"max_unit\": " + dice.upTo(12));
        }
        if (dice.oneIn(6)) {
            fields.add("\"step_size\": " + dice.upTo(3));
        }
        if (dice.oneIn(5)) {
            fields.add("\"allocation_ratio\": "
                    + dice.pick("1.5", "16.0", "0.5", "2", "1.15", "0.33333333", "16.1234567"));
        }
        return "{" + String.join(", ", fields) + "}";
    }
}
