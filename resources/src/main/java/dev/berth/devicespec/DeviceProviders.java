package dev.berth.devicespec;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.devicespec.DeviceRefusal.Code;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.resource.attribute.AttributeNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The offered devices of a host as resource providers: one for each plain device and each PF, VFs being units of the
 * provider at their PF's address even if the PF itself is not offered. Devices of a physical network are left to the
 * network service.
 *
 * @param providers in the order of their addresses; of no use while there are refusals
 * @param refusals what the device spec must not ask for; empty if all is well
 */
public record DeviceProviders(ImmutableList<DeviceProvider> providers, ImmutableList<DeviceRefusal> refusals) {
    /** The name of the provider at an address of a node. */
    public static String name(String nodeName, PciAddress address) {
        return nodeName + "_" + Ascii.toUpperCase(address.toString());
    }

    /**
     * Names and groups the devices.
     *
     * @param offered devices with the tags that {@code spec} gives them
     */
    public static DeviceProviders of(String nodeName, DeviceSpec spec, Collection<PciDevice> offered) {
        List<DeviceRefusal> refusals = new ArrayList<>(devnames(spec));
        TreeMap<PciAddress, List<PciDevice>> groups = new TreeMap<>();
        offered.stream()
                .filter(device -> DeviceSymbols.text(device, AttributeNames.PHYSICAL_NETWORK)
                        .isEmpty())
                .sorted(Comparator.comparing(PciDevice::address))
                .forEach(device -> providerAddress(device, refusals)
                        .ifPresent(address -> groups.computeIfAbsent(address, at -> new ArrayList<>())
                                .add(device)));
        ImmutableList.Builder<DeviceProvider> providers = ImmutableList.builder();
        groups.forEach(
                (address, units) -> provider(nodeName, address, units, refusals).ifPresent(providers::add));
        return new DeviceProviders(providers.build(), ImmutableList.copyOf(refusals));
    }

    /** Interfaces may be named by devname where their devices are no providers: those of a physical network. */
    private static List<DeviceRefusal> devnames(DeviceSpec spec) {
        List<DeviceRefusal> refusals = new ArrayList<>();
        for (int i = 0; i < spec.entries().size(); i++) {
            DeviceSpecEntry entry = spec.entries().get(i);
            if (entry.devname().isPresent() && !entry.isOfPhysicalNetwork()) {
                refusals.add(new DeviceRefusal(
                        "entry " + i,
                        Code.DEVNAME,
                        "devices that are seen as providers cannot be selected by devname "
                                + entry.devname().get()
                                + "; name their address, or give the entry a physical_network"));
            }
        }
        return refusals;
    }

    /** The address of the provider that the device is a unit of. */
    private static Optional<PciAddress> providerAddress(PciDevice device, List<DeviceRefusal> refusals) {
        if (!device.type().isChild()) {
            return Optional.of(device.address());
        }
        if (device.parent().isEmpty()) {
            refusals.add(
                    refusal(device, Code.NO_PARENT, "expected the address of a PF as parent of a " + device.type()));
        } else if (DeviceSymbols.isFlagged(device, AttributeNames.ONE_TIME_USE)) {
            refusals.add(refusal(
                    device,
                    Code.ONE_TIME_USE_CHILD,
                    "only plain devices and PFs can be for one time use, not a " + device.type()));
        }
        return device.parent();
    }

    private static Optional<DeviceProvider> provider(
            String nodeName, PciAddress address, List<PciDevice> units, List<DeviceRefusal> refusals) {
        PciDevice first = units.get(0);
        for (PciDevice other : units.subList(1, units.size())) {
            disagreement(first, other).ifPresent(refusals::add);
        }
        String resourceClass = DeviceSymbols.resourceClass(first);
        ImmutableSortedSet<String> traits = DeviceSymbols.traits(first);
        List<String> badNames = new ArrayList<>(
                traits.stream().filter(name -> !Trait.isName(name)).toList());
        if (!ResourceClass.isName(resourceClass)) {
            badNames.add(resourceClass);
        }
        badNames.forEach(name -> refusals.add(
                refusal(first, Code.INVALID_NAME, "expected a name of A-Z, 0-9 and _, at most 255, but got " + name)));
        return badNames.isEmpty()
                ? Optional.of(new DeviceProvider(
                        name(nodeName, address),
                        address,
                        ResourceClass.of(resourceClass),
                        traits.stream()
                                .map(Trait::of)
                                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder())),
                        units.stream().map(PciDevice::address).collect(ImmutableList.toImmutableList())))
                : Optional.empty();
    }

    /** Why two devices cannot be units of one provider. */
    private static Optional<DeviceRefusal> disagreement(PciDevice first, PciDevice other) {
        if (!first.type().isChild() || !other.type().isChild()) {
            return Optional.of(refusal(
                    other,
                    Code.PF_WITH_CHILDREN,
                    "a PF and its VFs cannot both be offered; leave out " + other.address() + " or "
                            + first.address()));
        }
        String ours = DeviceSymbols.resourceClass(first);
        String theirs = DeviceSymbols.resourceClass(other);
        if (!ours.equals(theirs)) {
            return Optional.of(refusal(
                    other,
                    Code.MIXED_CLASSES,
                    "expected resource class " + ours + " as " + first.address() + " of the same PF has, but got "
                            + theirs));
        }
        if (!DeviceSymbols.traits(first).equals(DeviceSymbols.traits(other))) {
            return Optional.of(refusal(
                    other,
                    Code.MIXED_TRAITS,
                    "expected traits " + DeviceSymbols.traits(first) + " as " + first.address()
                            + " of the same PF has, but got " + DeviceSymbols.traits(other)));
        }
        return Optional.empty();
    }

    private static DeviceRefusal refusal(PciDevice device, Code code, String message) {
        return new DeviceRefusal(device.address().toString(), code, message);
    }
}
