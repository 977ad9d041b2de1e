package dev.berth.api.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.berth.events.json.BoundedJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * What was answered, in a form in which two services can be compared: arrays sorted, because their order is free
 * everywhere, numbers by value, words of errors with single spaces, and without the ids of requests. A body that is no
 * JSON is a text. Immutable, if the body is left alone.
 *
 * @param body missing if there was none
 */
public record PlacementReply(int status, JsonNode body) {
    private static final ObjectMapper MAPPER = BoundedJson.mapper();

    public static PlacementReply of(int status, byte[] body) {
        return new PlacementReply(status, read(body));
    }

    private static JsonNode read(byte[] bytes) {
        if (bytes.length == 0) {
            return MissingNode.getInstance();
        }
        if (bytes[0] == '{' || bytes[0] == '[') {
            try {
                return canonical(MAPPER.readTree(bytes));
            } catch (IOException noJson) {
                // Then it is compared as the text that it is.
            }
        }
        return oneLine(new String(bytes, StandardCharsets.UTF_8));
    }

    private static JsonNode canonical(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(field -> sorted.put(field.getKey(), canonical(field.getValue())));
            sorted.remove("request_id");
            sorted.computeIfPresent("detail", (name, text) -> text.isTextual() ? oneLine(text.textValue()) : text);
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            sorted.forEach(object::set);
            return object;
        }
        if (node.isArray()) {
            List<JsonNode> elements = new ArrayList<>();
            node.forEach(element -> elements.add(canonical(element)));
            elements.sort(Comparator.comparing(JsonNode::toString));
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            elements.forEach(array::add);
            return array;
        }
        return node.isNumber() ? byValue(node) : node;
    }

    /** What is too large for a number of JSON here is left as it is. */
    private static JsonNode byValue(JsonNode number) {
        return number.isFloatingPointNumber() && !Double.isFinite(number.doubleValue())
                ? number
                : DecimalNode.valueOf(new BigDecimal(
                        number.decimalValue().stripTrailingZeros().toPlainString()));
    }

    private static JsonNode oneLine(String text) {
        return TextNode.valueOf(text.replaceAll("\\s+", " ").strip());
    }

    /** The code of an error; empty for none. */
    public String code() {
        return body.path("errors").path(0).path("code").asText("");
    }

    /** What an error says, whatever form it has. */
    public String detail() {
        return body.isTextual()
                ? body.textValue()
                : body.path("errors")
                        .path(0)
                        .path("detail")
                        .asText(body.path("message").asText(""));
    }

    public boolean isGranted() {
        return status >= 200 && status < 300;
    }
}
