package dev.berth.devicespec;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.PciDevice;
import dev.berth.resource.attribute.AttributeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which PCI devices of a host may be handed out, and what is known of them that no host can find out: an ordered list
 * of entries, of which the first that matches a device counts. A device without an entry is never offered, so disks
 * and the control network stay safe. Immutable.
 */
public final class DeviceSpec {
    /** Offers nothing. */
    public static final DeviceSpec NONE = new DeviceSpec(ImmutableList.of());

    private final ImmutableList<DeviceSpecEntry> entries;

    DeviceSpec(ImmutableList<DeviceSpecEntry> entries) {
        this.entries = entries;
    }

    /** The result of reading a device spec: either the spec or, if anything is wrong with it, all its errors. */
    public record Parsed(Optional<DeviceSpec> spec, ImmutableList<DeviceSpecError> errors) {}

    /**
     * Reads a device spec from what a JSON reader makes of it: maps, lists, text, numbers, booleans and null. The
     * whole is a list of maps, lists in it being flattened in order, or one map.
     */
    public static Parsed parse(Object config) {
        return new DeviceSpecParser().parse(config);
    }

    ImmutableList<DeviceSpecEntry> entries() {
        return entries;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** What is allowed in this spec, but may not have been meant. */
    public ImmutableList<String> warnings() {
        ImmutableList.Builder<String> warnings = ImmutableList.builder();
        for (int i = 0; i < entries.size(); i++) {
            String entry = "entry " + i;
            DeviceSpecEntry here = entries.get(i);
            if (here.isForAllDevices()) {
                warnings.add(entry + " selects every device of the host: it has no id, address or devname, only tags "
                        + here.tags().keySet());
            }
            here.tags()
                    .keySet()
                    .forEach(tag -> KnownKeys.meantBy(tag)
                            .ifPresent(known -> warnings.add(
                                    entry + ", " + tag + ": taken for a tag of your own; was " + known + " meant?")));
        }
        return warnings.build();
    }

    /** What may not have been meant, seen from that host: entries that offer none of its devices. */
    public ImmutableList<String> warningsOn(HostDevices host) {
        TreeSet<Integer> winners = new TreeSet<>();
        host.devices().values().forEach(device -> match(device, host).ifPresent(match -> winners.add(match.entry())));
        ImmutableList.Builder<String> warnings = ImmutableList.builder();
        for (int i = 0; i < entries.size(); i++) {
            if (!winners.contains(i)) {
                warnings.add("entry " + i + whyItOffersNothing(entries.get(i), host));
            }
        }
        return warnings.build();
    }

    private static String whyItOffersNothing(DeviceSpecEntry entry, HostDevices host) {
        Optional<String> devname =
                entry.devname().filter(name -> host.ofInterface(name).isEmpty());
        if (devname.isPresent()) {
            return " matches no device: this host has no network interface " + devname.get();
        }
        return host.devices().values().stream().anyMatch(device -> entry.matches(device, host))
                ? " has no effect: all devices that it matches are matched by an entry before it"
                : " matches no device of this host";
    }

    /** What in this spec cannot be so on that host. */
    public ImmutableList<DeviceSpecError> errorsOn(HostDevices host) {
        List<DeviceSpecError> errors = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            entries.get(i).check(host, new ErrorsAt(i, AttributeNames.REMOTE_MANAGED, errors));
        }
        return ImmutableList.copyOf(errors);
    }

    /** The entry for the device; empty if it is not to be offered. */
    public Optional<DeviceMatch> match(PciDevice device, HostDevices host) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).matches(device, host)) {
                return Optional.of(new DeviceMatch(i, entries.get(i).tags()));
            }
        }
        return Optional.empty();
    }

    /** The devices of the host that are offered, tagged, in the order of their addresses. */
    public ImmutableList<PciDevice> offered(HostDevices host) {
        ImmutableList.Builder<PciDevice> offered = ImmutableList.builder();
        for (PciDevice device : host.devices().values()) {
            match(device, host).ifPresent(match -> offered.add(tagged(device, match)));
        }
        return offered.build();
    }

    private static PciDevice tagged(PciDevice device, DeviceMatch match) {
        return new PciDevice(
                device.address(),
                device.vendorId(),
                device.productId(),
                device.type(),
                device.parent(),
                device.numaNode(),
                match.tags(),
                device.facts(),
                device.provider());
    }
}
