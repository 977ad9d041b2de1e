package dev.berth.api.computenode;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciFact;
import dev.berth.events.model.TrackedDevice;
import dev.berth.events.report.AttributeDocument;
import java.util.Map;
import java.util.Optional;

/**
 * PCI devices under the names that nova has for them: as its virt drivers tell the tracker, and as its tracker keeps
 * them. Stateless.
 */
final class DeviceFields {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private DeviceFields() {}

    /** A device as a virt driver describes it: what it is, without its holder. */
    static ObjectNode reported(PciDevice device) {
        ObjectNode json = identity(device);
        ObjectNode capabilities = NODES.objectNode();
        for (Map.Entry<String, AttributeValue> fact : device.facts().entrySet()) {
            switch (fact.getKey()) {
                case PciFact.CARD_SERIAL_NUMBER ->
                    capabilities
                            .putObject("vpd")
                            .set(PciFact.CARD_SERIAL_NUMBER, AttributeDocument.of(fact.getValue()));
                case PciFact.NETWORK_CAPABILITIES -> capabilities.set("network", AttributeDocument.of(fact.getValue()));
                default -> json.set(fact.getKey(), AttributeDocument.of(fact.getValue()));
            }
        }
        if (!capabilities.isEmpty()) {
            json.set("capabilities", capabilities);
        }
        return json;
    }

    /** A device as a tracker keeps it: with its holder and the request. */
    static ObjectNode kept(TrackedDevice device) {
        return identity(device.device())
                .put("status", device.status().text())
                .put("instance_uuid", text(device.owner()))
                .put("request_id", text(device.requestId()));
    }

    private static ObjectNode identity(PciDevice device) {
        ObjectNode json = NODES.objectNode();
        json.put("address", device.address().toString())
                .put("vendor_id", device.vendorId())
                .put("product_id", device.productId())
                .put("dev_type", device.type().text())
                .put("parent_addr", text(device.parent()));
        json.put(
                "numa_node",
                device.numaNode().isPresent() ? (Integer) device.numaNode().getAsInt() : null);
        return json;
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }
}
