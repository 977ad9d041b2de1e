package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.PciAddress;

/** What became of a claim of devices: the addresses by request, or why it was refused and nothing changed. */
public sealed interface DeviceSelection {
    /** @param table the devices after it, the chosen ones claimed */
    record Chosen(DeviceTable table, ImmutableSortedMap<String, ImmutableSortedSet<PciAddress>> addresses)
            implements DeviceSelection {}

    record Unavailable(String message) implements DeviceSelection {}

    default boolean isChosen() {
        return this instanceof Chosen;
    }
}
