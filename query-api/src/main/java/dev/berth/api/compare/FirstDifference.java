package dev.berth.api.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.TreeSet;

/** The first place, in the order of names, in which two bodies differ. */
public final class FirstDifference {
    private static final int VALUE_LENGTH_MAX = 200;

    private FirstDifference() {}

    /** In words; empty if they do not differ. */
    public static String of(PlacementReply placement, PlacementReply berth) {
        return of("", placement.body(), berth.body());
    }

    private static String of(String at, JsonNode placement, JsonNode berth) {
        if (placement.equals(berth)) {
            return "";
        }
        if (placement.isObject() && berth.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            placement.fieldNames().forEachRemaining(names::add);
            berth.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                String below = of(at + "/" + name, placement.path(name), berth.path(name));
                if (!below.isEmpty()) {
                    return below;
                }
            }
        }
        if (placement.isArray() && berth.isArray() && placement.size() == berth.size()) {
            for (int i = 0; i < placement.size(); i++) {
                String below = of(at + "/" + i, placement.get(i), berth.get(i));
                if (!below.isEmpty()) {
                    return below;
                }
            }
        }
        return (at.isEmpty() ? "body" : at) + ": " + shown(placement) + " at the Placement, " + shown(berth)
                + " at Berth";
    }

    private static String shown(JsonNode value) {
        String text = value.isMissingNode()
                ? "nothing"
                : value.isArray() ? value.size() + " elements " + value : value.toString();
        return text.length() > VALUE_LENGTH_MAX ? text.substring(0, VALUE_LENGTH_MAX) + " …" : text;
    }
}
