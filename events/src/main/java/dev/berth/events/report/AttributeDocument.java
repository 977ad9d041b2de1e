package dev.berth.events.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeValue;
import java.util.Map;

/** Attributes of PCI devices as JSON, both ways: a value is of the type in which it came. Stateless. */
public final class AttributeDocument {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private AttributeDocument() {}

    public static ObjectNode of(Map<String, AttributeValue> attributes) {
        ObjectNode json = NODES.objectNode();
        attributes.forEach((name, value) -> json.set(name, of(value)));
        return json;
    }

    public static JsonNode of(AttributeValue value) {
        return switch (value.kind()) {
            case TEXT -> NODES.textNode(((AttributeValue.Text) value).value());
            case FLAG -> NODES.booleanNode(((AttributeValue.Flag) value).value());
            case WHOLE -> NODES.numberNode(((AttributeValue.Whole) value).value());
            case DECIMAL -> NODES.numberNode(((AttributeValue.Decimal) value).value());
            case LIST -> {
                ArrayNode members = NODES.arrayNode();
                ((AttributeValue.Many) value).values().forEach(member -> members.add(of(member)));
                yield members;
            }
            case NOTHING -> NODES.nullNode();
        };
    }

    /** The attributes of a JSON object; of anything else none. */
    public static ImmutableSortedMap<String, AttributeValue> read(JsonNode json) {
        ImmutableSortedMap.Builder<String, AttributeValue> attributes = ImmutableSortedMap.naturalOrder();
        json.properties().forEach(entry -> attributes.put(entry.getKey(), value(entry.getValue())));
        return attributes.build();
    }

    /** The value; an object, which no attribute is, reads as nothing. */
    public static AttributeValue value(JsonNode json) {
        return switch (json.getNodeType()) {
            case STRING -> AttributeValue.of(json.textValue());
            case BOOLEAN -> AttributeValue.of(json.booleanValue());
            case NUMBER ->
                json.canConvertToLong() && json.isIntegralNumber()
                        ? AttributeValue.of(json.longValue())
                        : new AttributeValue.Decimal(json.doubleValue());
            case ARRAY -> new AttributeValue.Many(Fields.list(json, AttributeDocument::value));
            default -> AttributeValue.NOTHING;
        };
    }
}
