package dev.berth.api.differential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes a body wrong in one place: a value of another kind or size, a field too many or too few, or no JSON at all. */
final class BodyDistortion {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String EMPTY_CLAIM = "\"allocations\":{}";
    private static final String HUGE = "99999999999999999999";
    private static final List<String> VALUES = List.of(
            "null",
            "-1",
            "0",
            "1.5",
            "8.0",
            "true",
            "[]",
            "{}",
            "[1]",
            "{\"a\": 1}",
            "\"\"",
            "\"x\"",
            "\"7\"",
            "2147483647",
            "2147483648",
            HUGE,
            "\"not a name\"",
            "\"CUSTOM_NOBODY_MADE\"",
            "\"" + "y".repeat(256) + "\"");
    private static final List<String> NO_OBJECTS = List.of(
            "",
            "{",
            "[]",
            "null",
            "3",
            "\"x\"",
            "{\"a\": }",
            "{} {}",
            "[1,]",
            "{\"a\" 1}",
            "{'a': 1}",
            "\"a\\x\"",
            "nul",
            " ");

    private final Dice dice;

    BodyDistortion(Dice dice) {
        this.dice = dice;
    }

    String of(String body) {
        if (dice.oneIn(8)) {
            return dice.oneIn(2) ? dice.pick(NO_OBJECTS) : body.substring(0, dice.below(body.length()));
        }
        JsonNode root = parse(body);
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        JsonNode container = dice.pick(containers);
        if (container instanceof ObjectNode object) {
            distort(object);
        } else if (container instanceof ArrayNode array) {
            distort(array);
        }
        String distorted = root.toString();
        // Of a new consumer whose claim is empty Placement keeps an empty consumer.
        return distorted.contains(EMPTY_CLAIM) ? body : distorted;
    }

    private void distort(ObjectNode object) {
        List<String> fields = new ArrayList<>();
        object.fieldNames().forEachRemaining(fields::add);
        int choice = fields.isEmpty() ? 0 : dice.below(6);
        if (choice == 0) {
            object.set(dice.pick("shine", "VCPU", "CUSTOM_NOBODY_MADE", "house"), parse(dice.pick(VALUES)));
            return;
        }
        String field = dice.pick(fields);
        // Without an id each service would make up its own; a negative ratio Placement accepts and Berth does not.
        boolean mustStay = field.equals("uuid") || field.equals("reserved");
        if (choice == 1 && !mustStay) {
            object.remove(field);
        } else if (choice == 2 && !mustStay) {
            object.set(field.toLowerCase(Locale.ROOT), object.remove(field));
        } else {
            String value = dice.pick(VALUES);
            boolean isBeyondUs = field.equals("allocation_ratio") && value.equals("-1")
                    || field.endsWith("generation") && (value.equals(HUGE) || value.equals("8.0"));
            object.set(field, parse(isBeyondUs ? "null" : value));
        }
    }

    private void distort(ArrayNode array) {
        if (!array.isEmpty() && dice.oneIn(2)) {
            array.add(array.get(0));
        } else {
            array.add(parse(dice.pick(VALUES)));
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("expected JSON but got " + json, e);
        }
    }
}
