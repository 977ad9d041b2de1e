package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciFact;
import dev.berth.resource.attribute.AttributeNames;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What devices of one pool have in common: all that a request can ask of them. Compared exactly, case and explicit
 * nulls included, although requests match ignoring case.
 *
 * @param numaNode empty where the host does not know it; a group of its own
 * @param tags the tags of the winning device spec entry but for those of {@link AttributeNames#PLACEMENT_ONLY}, the
 *     interface of the parent if known, and whether the device is remote-managed if it is of a type that may be
 */
public record PoolKey(
        String vendorId,
        String productId,
        OptionalInt numaNode,
        DeviceType type,
        ImmutableSortedMap<String, AttributeValue> tags)
        implements Comparable<PoolKey> {
    private static final AttributeValue NOT_REMOTE_MANAGED = AttributeValue.of("false");

    /** Vendor, product, NUMA node and type, which every key has. */
    private static final int FIXED_KEYS = 4;

    private static final Comparator<PoolKey> ORDER = Comparator.comparing(PoolKey::vendorId)
            .thenComparing(PoolKey::productId)
            .thenComparingInt(key -> key.numaNode.orElse(-1))
            .thenComparing(PoolKey::type)
            .thenComparing(PoolKey::tags, PoolKey::compareTags);

    public static PoolKey of(PciDevice device) {
        ImmutableSortedMap.Builder<String, AttributeValue> tags = ImmutableSortedMap.naturalOrder();
        boolean saysRemoteManaged = false;
        for (Map.Entry<String, AttributeValue> tag : device.tags().entrySet()) {
            if (!AttributeNames.PLACEMENT_ONLY.contains(tag.getKey())
                    && !tag.getKey().equals(PciFact.PARENT_IFNAME)) {
                tags.put(tag);
                saysRemoteManaged |= tag.getKey().equals(AttributeNames.REMOTE_MANAGED);
            }
        }
        AttributeValue parentIfname = device.facts().get(PciFact.PARENT_IFNAME);
        if (parentIfname == null) {
            parentIfname = device.tags().get(PciFact.PARENT_IFNAME);
        }
        if (parentIfname != null) {
            tags.put(PciFact.PARENT_IFNAME, parentIfname);
        }
        if (!saysRemoteManaged && device.type() != DeviceType.PCI) {
            tags.put(AttributeNames.REMOTE_MANAGED, NOT_REMOTE_MANAGED);
        }
        return new PoolKey(device.vendorId(), device.productId(), device.numaNode(), device.type(), tags.build());
    }

    /** The attribute of that name; a missing one counts as null. */
    public AttributeValue attribute(String name) {
        return switch (name) {
            case AttributeNames.VENDOR_ID -> AttributeValue.of(vendorId);
            case AttributeNames.PRODUCT_ID -> AttributeValue.of(productId);
            case AttributeNames.DEV_TYPE -> AttributeValue.of(type.text());
            case AttributeNames.NUMA_NODE ->
                numaNode.isPresent() ? AttributeValue.of(numaNode.getAsInt()) : AttributeValue.NOTHING;
            default -> tags.getOrDefault(name, AttributeValue.NOTHING);
        };
    }

    /** How specific the pool is: requests are served from the least specific first. */
    public int keyCount() {
        return FIXED_KEYS + tags.size();
    }

    @Override
    public int compareTo(PoolKey other) {
        return ORDER.compare(this, other);
    }

    private static int compareTags(
            ImmutableSortedMap<String, AttributeValue> left, ImmutableSortedMap<String, AttributeValue> right) {
        Iterator<Map.Entry<String, AttributeValue>> others = right.entrySet().iterator();
        for (Map.Entry<String, AttributeValue> each : left.entrySet()) {
            if (!others.hasNext()) {
                return 1;
            }
            Map.Entry<String, AttributeValue> other = others.next();
            int byName = each.getKey().compareTo(other.getKey());
            int order = byName != 0 ? byName : compare(each.getValue(), other.getValue());
            if (order != 0) {
                return order;
            }
        }
        return others.hasNext() ? -1 : 0;
    }

    private static int compare(AttributeValue left, AttributeValue right) {
        int byKind = left.kind().compareTo(right.kind());
        if (byKind != 0) {
            return byKind;
        }
        if (left instanceof AttributeValue.Decimal decimal) {
            return Double.compare(decimal.value(), ((AttributeValue.Decimal) right).value());
        }
        return left instanceof AttributeValue.Many many
                ? compare(many.values(), ((AttributeValue.Many) right).values())
                : left.toString().compareTo(right.toString());
    }

    private static int compare(List<AttributeValue> left, List<AttributeValue> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }
}
