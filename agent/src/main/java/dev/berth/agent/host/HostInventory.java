package dev.berth.agent.host;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.Limits;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import java.util.ArrayList;
import java.util.List;

/**
 * What one host has, as plain facts; immutable, and equal to another reading of an unchanged host.
 *
 * @param features what the CPUs can do
 * @param memoryMb MiB that guests may get: that of the whole host without what devices have; 0 where unknown
 * @param pageSizeKb the size of an ordinary memory page, in KiB
 * @param disk the file system asked for
 * @param cells NUMA cells in the order of their ids, no two with a CPU in common; none where the kernel has no notion
 *     of them
 * @param pciDevices how many PCI devices there are; beyond {@link #PCI_DEVICES_MAX} none of them is read
 * @param devices every PCI device in the order of addresses, untagged: which of them are offered is not decided here
 * @param interfaces the devices' network interfaces by name
 * @param warnings what was skipped, and why
 */
public record HostInventory(
        CpuTopology cpus,
        CpuFeatures features,
        long memoryMb,
        int pageSizeKb,
        HostDisk disk,
        List<NumaNode> cells,
        int pciDevices,
        List<PciDevice> devices,
        ImmutableSortedMap<String, PciAddress> interfaces,
        List<HostWarning> warnings) {
    /** Twice of what a host may offer: bridges and devices that stay the host's own are devices too. */
    public static final int PCI_DEVICES_MAX = 2 * Limits.HOST_DEVICES_MAX;

    public HostInventory {
        cells = List.copyOf(cells);
        devices = List.copyOf(devices);
        warnings = List.copyOf(warnings);
    }

    /** Why this cannot be a host: each a sentence for the person who said where to read it. */
    public List<String> defects() {
        List<String> defects = new ArrayList<>();
        if (cpus.count() == 0) {
            defects.add("no CPU is found: expected devices/system/cpu in the host's /sys, or cpuinfo in its /proc");
        }
        if (memoryMb == 0) {
            defects.add("no memory is found: expected meminfo in the host's /proc, or devices/system/node in its /sys");
        }
        disk.defect().ifPresent(defects::add);
        if (pciDevices > PCI_DEVICES_MAX) {
            defects.add("too many PCI devices: expected at most " + PCI_DEVICES_MAX + " in the host's /sys but got "
                    + pciDevices);
        }
        return defects;
    }
}
