package dev.berth.api.differential;

import java.util.List;

/** Traits and resource classes, what providers have of traits, and their aggregates. */
final class CatalogueCalls {
    private static final int CONFIRMED_CLASSES = 7;
    private static final int AGGREGATE_GENERATIONS = 19;

    private final Dice dice;
    private final Names names;

    CatalogueCalls(Dice dice, Names names) {
        this.dice = dice;
        this.names = names;
    }

    ApiCall traits(int minor) {
        String provider = names.provider();
        String path = "/resource_providers/" + provider + "/traits";
        String trait = names.trait();
        return switch (dice.below(10)) {
            case 0, 1 -> ApiCall.get(minor, "/traits?" + traitFilter(trait));
            case 2 -> ApiCall.get(minor, "/traits/" + trait);
            case 3, 4 -> ApiCall.put(minor, "/traits/" + trait);
            case 5 -> dice.oneIn(3) ? ApiCall.delete(minor, "/traits/" + trait) : ApiCall.get(minor, path);
            case 6 -> dice.oneIn(3) ? ApiCall.delete(minor, path) : ApiCall.get(minor, path);
            default ->
                ApiCall.put(
                        minor,
                        path,
                        "{" + generation(provider) + ", \"traits\": " + Names.quoted(dice.some(Names.TRAITS, 2)) + "}");
        };
    }

    /** Always with a name, because the two services may know the standard traits of different releases. */
    private String traitFilter(String trait) {
        String name = "name="
                + dice.pick("startswith:CUSTOM_R", "startswith:CUSTOM_", "in:" + trait, "x", "in:CUSTOM_BLUE,VCPU");
        return name + (dice.oneIn(3) ? "&associated=" + dice.pick("true", "false", "perhaps", "True") : "");
    }

    ApiCall resourceClasses(int minor) {
        String name = dice.pick("CUSTOM_GOLD", "CUSTOM_TIN", "VCPU", "HOUSE");
        String path = "/resource_classes/" + name;
        return switch (dice.below(6)) {
            case 0 -> ApiCall.get(minor, "/resource_classes");
            case 1 -> ApiCall.get(minor, path);
            case 2 -> ApiCall.post(minor, "/resource_classes", "{\"name\": \"" + name + "\"}");
            case 3 -> ApiCall.delete(minor, path);
            default ->
                minor < CONFIRMED_CLASSES
                        ? ApiCall.put(minor, path, "{\"name\": \"" + dice.pick("CUSTOM_TIN", "CUSTOM_GOLD") + "\"}")
                        : ApiCall.put(minor, path);
        };
    }

    ApiCall aggregates(int minor) {
        String provider = names.provider();
        String path = "/resource_providers/" + provider + "/aggregates";
        if (dice.oneIn(4)) {
            return ApiCall.get(minor, path);
        }
        List<String> some = dice.oneIn(8) ? List.of() : dice.some(Names.aggregates(), 2);
        String list = Names.quoted(some);
        return ApiCall.put(
                minor,
                path,
                minor < AGGREGATE_GENERATIONS ? list : "{\"aggregates\": " + list + ", " + generation(provider) + "}");
    }

    private String generation(String provider) {
        return "\"resource_provider_generation\": " + names.generation(provider);
    }
}
