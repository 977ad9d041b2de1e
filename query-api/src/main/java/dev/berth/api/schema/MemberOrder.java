package dev.berth.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The places of members among their siblings. An object is walked once however many of its members are asked for, or a
 * body of thousands of faults would take their square. Used for one value, by one thread.
 */
final class MemberOrder {
    private final Map<JsonNode, Map<String, Integer>> known = new IdentityHashMap<>();

    /** The index of an element, or how many names stand before a name; all of them if it is not there. */
    int of(JsonNode among, Object element) {
        return element instanceof Integer index
                ? index
                : known.computeIfAbsent(among, MemberOrder::numbered).getOrDefault(element.toString(), among.size());
    }

    private static Map<String, Integer> numbered(JsonNode object) {
        Map<String, Integer> places = new HashMap<>();
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            places.put(names.next(), places.size());
        }
        return places;
    }
}
