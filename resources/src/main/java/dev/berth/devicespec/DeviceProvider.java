package dev.berth.devicespec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.Optional;

/**
 * One or more PCI devices seen as a resource provider below their host: a plain device, a PF, or the VFs of a PF.
 * Busy devices count like free ones, for inventory is not usage.
 *
 * @param name {@code <node name>_<ADDRESS>}, the address in capitals
 * @param address that of the device or, for VFs, of their PF
 * @param units the devices that can be claimed, in the order of their addresses
 */
public record DeviceProvider(
        String name,
        PciAddress address,
        ResourceClass resourceClass,
        ImmutableSortedSet<Trait> traits,
        ImmutableList<PciAddress> units) {
    /** The class that the device is a unit of; empty where its tags ask for a name that no class can have. */
    public static Optional<ResourceClass> classOf(PciDevice device) {
        return Optional.of(DeviceSymbols.resourceClass(device))
                .filter(ResourceClass::isName)
                .map(ResourceClass::of);
    }

    /** As many as there are units, all of which one claim may take; the rest is what the service fills in. */
    public InventoryRecord inventory() {
        return new InventoryRecord(
                units.size(), 0, InventoryRecord.UNIT_DEFAULT, units.size(), InventoryRecord.UNIT_DEFAULT, 1.0);
    }
}
