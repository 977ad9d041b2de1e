package dev.berth.api.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/**
 * Numbers beyond 64 bits, of which ratios may be and capacities may come: Placement shows them as they were written, or
 * as a number of floating point, and Berth as the largest capacity that it has.
 */
final class LargeNumbers {
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private LargeNumbers() {}

    /** The same body, with none larger than that. */
    static JsonNode cut(JsonNode body) {
        if (body.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            body.properties().forEach(field -> object.set(field.getKey(), cut(field.getValue())));
            return object;
        }
        if (body.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            body.forEach(element -> array.add(cut(element)));
            return array;
        }
        return body.isNumber() && isLarge(body) ? JsonNodeFactory.instance.numberNode(LARGEST) : body;
    }

    private static boolean isLarge(JsonNode number) {
        // One that floating point takes for infinite has no decimal value.
        return number.isDouble() && Double.isInfinite(number.doubleValue())
                ? number.doubleValue() > 0
                : number.decimalValue().compareTo(LARGEST) >= 0;
    }
}
