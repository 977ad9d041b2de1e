package dev.berth.events.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import java.util.Map;

/** A PCI device in a {@link ReportDocument}, under the names that nova has for it. Stateless. */
final class DeviceDocument {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private DeviceDocument() {}

    static ObjectNode of(PciDevice device) {
        ObjectNode json = NODES.objectNode();
        json.put("address", device.address().toString());
        json.put("vendor_id", device.vendorId());
        json.put("product_id", device.productId());
        json.put("dev_type", device.type().text());
        json.put("parent_addr", device.parent().map(Object::toString).orElse(null));
        if (device.numaNode().isPresent()) {
            json.put("numa_node", device.numaNode().getAsInt());
        } else {
            json.putNull("numa_node");
        }
        json.put(
                "resource_provider_uuid",
                device.provider().map(Object::toString).orElse(null));
        json.set("tags", of(device.tags()));
        json.set("facts", of(device.facts()));
        return json;
    }

    static PciDevice read(JsonNode json) {
        String type = json.path("dev_type").asText();
        return new PciDevice(
                PciAddress.of(json.path("address").asText()),
                json.path("vendor_id").asText(),
                json.path("product_id").asText(),
                DeviceType.parse(type)
                        .orElseThrow(() -> new MalformedException(
                                "expected a type of PCI devices but got " + MalformedException.quoted(type))),
                Fields.text(json, "parent_addr").map(PciAddress::of),
                Fields.number(json, "numa_node"),
                attributes(json.path("tags")),
                attributes(json.path("facts")),
                Fields.text(json, "resource_provider_uuid").map(ProviderId::of));
    }

    private static ObjectNode of(Map<String, AttributeValue> attributes) {
        ObjectNode json = NODES.objectNode();
        attributes.forEach((name, value) -> json.set(name, of(value)));
        return json;
    }

    private static ImmutableSortedMap<String, AttributeValue> attributes(JsonNode json) {
        ImmutableSortedMap.Builder<String, AttributeValue> attributes = ImmutableSortedMap.naturalOrder();
        json.properties().forEach(entry -> attributes.put(entry.getKey(), value(entry.getValue())));
        return attributes.build();
    }

    private static JsonNode of(AttributeValue value) {
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

    private static AttributeValue value(JsonNode json) {
        return switch (json.getNodeType()) {
            case STRING -> AttributeValue.of(json.textValue());
            case BOOLEAN -> AttributeValue.of(json.booleanValue());
            case NUMBER ->
                json.canConvertToLong() && json.isIntegralNumber()
                        ? AttributeValue.of(json.longValue())
                        : new AttributeValue.Decimal(json.doubleValue());
            case ARRAY -> new AttributeValue.Many(Fields.list(json, DeviceDocument::value));
            default -> AttributeValue.NOTHING;
        };
    }
}
