package dev.berth.ledger.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.DeviceType;
import dev.berth.ledger.resource.pci.Pool;
import dev.berth.ledger.resource.pci.PoolKey;
import dev.berth.ledger.resource.pci.Pools;
import dev.berth.resource.attribute.AttributeMatch;
import dev.berth.resource.attribute.AttributeNames;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Pools as vectors write them: remote_managed is left out where it is false. Compared as text, one line a row. */
final class VectorPools {
    private VectorPools() {}

    static void assertFull(String what, JsonNode expected, Pools actual) {
        if (!expected.isMissingNode()) {
            assertThat(full(actual)).as(what).isEqualTo(full(expected));
        }
    }

    static void assertSummary(String what, JsonNode expected, Pools actual) {
        if (!expected.isMissingNode()) {
            assertThat(summary(actual)).as(what).isEqualTo(summary(expected));
        }
    }

    static SortedMap<String, Integer> full(JsonNode rows) {
        TreeMap<String, Integer> lines = new TreeMap<>();
        rows.forEach(row -> lines.merge(line(key(row)), row.path("count").intValue(), Integer::sum));
        return lines;
    }

    static SortedMap<String, Integer> full(Pools pools) {
        TreeMap<String, Integer> lines = new TreeMap<>();
        pools.full().forEach((key, count) -> lines.merge(line(key), count, Integer::sum));
        return lines;
    }

    static SortedMap<String, Integer> summary(JsonNode rows) {
        TreeMap<String, Integer> lines = new TreeMap<>();
        rows.forEach(row -> lines.merge(
                row.path("compute_node").asText() + " " + row.path("vendor_id").asText() + ":"
                        + row.path("product_id").asText() + " " + VectorHost.numaNode(row),
                row.path("count").intValue(),
                Integer::sum));
        return lines;
    }

    static SortedMap<String, Integer> summary(Pools pools) {
        return summary(Map.of("", pools));
    }

    static SortedMap<String, Integer> summary(Map<String, Pools> byNode) {
        TreeMap<String, Integer> lines = new TreeMap<>();
        byNode.forEach((node, pools) -> pools.summary()
                .forEach((key, count) ->
                        lines.put(node + " " + key.vendorId() + ":" + key.productId() + " " + key.numaNode(), count)));
        return lines;
    }

    static Pools pools(JsonNode rows) {
        ImmutableList.Builder<Pool> pools = ImmutableList.builder();
        rows.forEach(row -> pools.add(new Pool(
                key(row),
                VectorHost.text(row, "rp_uuid").map(VectorHost::provider),
                row.path("count").intValue())));
        return new Pools(pools.build());
    }

    private static PoolKey key(JsonNode row) {
        TreeMap<String, AttributeValue> tags = new TreeMap<>(VectorHost.values(row.path("tags")));
        DeviceType type = DeviceType.parse(row.path("dev_type").asText()).orElseThrow();
        if (type != DeviceType.PCI) {
            tags.putIfAbsent(AttributeNames.REMOTE_MANAGED, AttributeValue.of("false"));
        }
        return new PoolKey(
                row.path("vendor_id").asText(),
                row.path("product_id").asText(),
                VectorHost.numaNode(row),
                type,
                ImmutableSortedMap.copyOfSorted(tags));
    }

    private static String line(PoolKey key) {
        TreeMap<String, String> tags = new TreeMap<>();
        key.tags().forEach((name, value) -> tags.put(name, value.kind() + " " + value));
        if (AttributeMatch.isFalse(key.attribute(AttributeNames.REMOTE_MANAGED))) {
            tags.remove(AttributeNames.REMOTE_MANAGED);
        }
        return key.vendorId() + ":" + key.productId() + " " + key.numaNode() + " " + key.type() + " " + tags;
    }
}
