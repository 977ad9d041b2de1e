package dev.berth.devicespec;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciFact;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All PCI devices that a host knows, offered or not: what a device spec is matched against. Immutable.
 *
 * @param devices by address
 * @param interfaces the addresses of network interfaces by name
 * @param unlistedPhysicalFunctions addresses of PFs about which nothing else is known
 */
public record HostDevices(
        ImmutableSortedMap<PciAddress, PciDevice> devices,
        ImmutableSortedMap<String, PciAddress> interfaces,
        ImmutableSortedSet<PciAddress> unlistedPhysicalFunctions) {
    /** If two devices have one address, the last one counts. */
    public static HostDevices of(Collection<PciDevice> devices, Map<String, PciAddress> interfaces) {
        TreeMap<PciAddress, PciDevice> byAddress = new TreeMap<>();
        devices.forEach(device -> byAddress.put(device.address(), device));
        return new HostDevices(
                ImmutableSortedMap.copyOfSorted(byAddress),
                ImmutableSortedMap.copyOf(interfaces),
                ImmutableSortedSet.of());
    }

    /** These devices as told by somebody who lists children without their PFs. */
    public HostDevices withParentsOfChildren() {
        ImmutableSortedSet.Builder<PciAddress> parents = ImmutableSortedSet.naturalOrder();
        devices.values().stream()
                .flatMap(device -> device.parent().stream())
                .filter(parent -> !devices.containsKey(parent))
                .forEach(parents::add);
        return new HostDevices(devices, interfaces, parents.build());
    }

    boolean isPhysicalFunction(PciAddress address) {
        return unlistedPhysicalFunctions.contains(address)
                || physicalFunctionAt(address).isPresent();
    }

    public Optional<PciDevice> at(PciAddress address) {
        return Optional.ofNullable(devices.get(address));
    }

    public Optional<PciDevice> physicalFunctionAt(PciAddress address) {
        return at(address).filter(device -> device.type() == DeviceType.PF);
    }

    public Optional<PciAddress> ofInterface(String name) {
        return Optional.ofNullable(interfaces.get(name));
    }

    /**
     * The product id of a PF's VFs: that of the first of them or, while none are made, what the PF says it would
     * be.
     */
    public Optional<String> virtualFunctionProductId(PciDevice physicalFunction) {
        for (PciDevice device : devices.values()) {
            if (device.type() == DeviceType.VF
                    && device.parent()
                            .filter(physicalFunction.address()::equals)
                            .isPresent()) {
                return Optional.of(device.productId());
            }
        }
        return physicalFunction.textFact(PciFact.VF_PRODUCT_ID);
    }
}
