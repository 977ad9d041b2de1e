package dev.berth.events.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;

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
        json.set("tags", AttributeDocument.of(device.tags()));
        json.set("facts", AttributeDocument.of(device.facts()));
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
                AttributeDocument.read(json.path("tags")),
                AttributeDocument.read(json.path("facts")),
                Fields.text(json, "resource_provider_uuid").map(ProviderId::of));
    }
}
