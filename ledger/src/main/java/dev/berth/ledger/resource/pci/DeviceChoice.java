package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.PciAddress;

/** The devices that were chosen for a claim: the addresses by request, or why there are none; then nothing changed. */
public sealed interface DeviceChoice {
    /** @param table the devices after it, the chosen ones claimed */
    record Chosen(DeviceTable table, ImmutableSortedMap<String, ImmutableSortedSet<PciAddress>> addresses)
            implements DeviceChoice {}

    record Unavailable(String message) implements DeviceChoice {}

    default boolean isChosen() {
        return this instanceof Chosen;
    }
}
