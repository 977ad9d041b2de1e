package dev.berth.api.computenode;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.HostPools;
import dev.berth.events.report.AttributeDocument;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The free devices of a host as nova's {@code PciDevicePoolList} 1.1, the form in which {@code compute_nodes.pci_stats}
 * keeps them. Nova's pools know no providers, so rows that differ in nothing else are one; tags are text or null there,
 * so a flag, a number or a list is written as JSON has it. Stateless.
 */
final class PoolListJson {
    private static final String VERSION = "1.1";

    private PoolListJson() {}

    static ObjectNode of(HostPools pools) {
        Map<ObjectNode, Integer> counts = new LinkedHashMap<>();
        pools.rows().forEach(row -> counts.merge(key(row), row.count(), Integer::sum));
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ArrayNode objects = data.putArray("objects");
        counts.forEach((key, count) -> objects.add(
                NovaObject.of("PciDevicePool", VERSION, key.deepCopy().put("count", count))));
        return NovaObject.of("PciDevicePoolList", VERSION, data);
    }

    private static ObjectNode key(HostPools.Row row) {
        ObjectNode key = JsonNodeFactory.instance.objectNode();
        key.put("product_id", row.productId()).put("vendor_id", row.vendorId());
        key.put(
                "numa_node",
                row.numaNode().isPresent() ? (Integer) row.numaNode().getAsInt() : null);
        ObjectNode tags = key.putObject("tags");
        tags.put("dev_type", row.type().text());
        row.tags().forEach((name, value) -> tags.put(name, text(value)));
        return key;
    }

    private static String text(AttributeValue value) {
        return switch (value.kind()) {
            case NOTHING -> null;
            case TEXT -> ((AttributeValue.Text) value).value();
            case FLAG, WHOLE, DECIMAL, LIST -> AttributeDocument.of(value).toString();
        };
    }
}
