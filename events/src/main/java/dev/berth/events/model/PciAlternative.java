package dev.berth.events.model;

import com.google.common.collect.ImmutableSortedMap;

/**
 * Attributes that a PCI device must have, all of them; one without attributes is met by every device. Names are those
 * of pools: vendor_id, product_id, dev_type, numa_node, and any tag of a device spec.
 */
public record PciAlternative(ImmutableSortedMap<String, AttributeValue> attributes) {
    public PciAlternative {
        AttributeLimits.require(attributes, "an alternative of PCI devices");
    }

    public static PciAlternative of(String name, String value) {
        return new PciAlternative(ImmutableSortedMap.of(name, AttributeValue.of(value)));
    }

    @Override
    public String toString() {
        return attributes.toString();
    }
}
