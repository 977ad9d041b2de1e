package dev.berth.agent.host;

import java.nio.file.Path;

/**
 * Reads what a host has from its /proc and /sys; needs no root and never fails: what is missing or unreadable there is
 * a host without it. Stateless, so any thread may use it.
 */
public final class HostReader {
    /** Enough of proc/self/smaps for a few mappings. */
    private static final int SMAPS_BYTES = 1 << 16;

    private final Path procRoot;
    private final Path sysRoot;
    private final PciIds pciIds;

    /** Reads below other roots than /proc and /sys: a container that has the host's mounted elsewhere, or a test. */
    public HostReader(Path procRoot, Path sysRoot) {
        this(procRoot, sysRoot, PciIds.INSTALLED);
    }

    HostReader(Path procRoot, Path sysRoot, PciIds pciIds) {
        this.procRoot = procRoot;
        this.sysRoot = sysRoot;
        this.pciIds = pciIds;
    }

    /** Reads the host as it is now; its disk is the file system that {@code diskPath} lies on. */
    public HostInventory read(Path diskPath) {
        return read(HostDisk.at(diskPath));
    }

    HostInventory read(HostDisk disk) {
        HostWarnings warnings = new HostWarnings();
        KernelTree proc = new KernelTree(procRoot, warnings);
        KernelTree sys = new KernelTree(sysRoot, warnings);
        CpuReader cpus = new CpuReader(proc, sys);
        NumaNodes cells = new CellReader(proc, sys, cpus).cells();
        PciReader pci = new PciReader(sys, cpus.online(), cells, pciIds);
        return new HostInventory(
                cpus.topology(),
                new CpuFeatures(
                        cpus.info().vendor(), cpus.info().models(), cpus.info().flags(), cpus.hasThreads()),
                memoryMb(proc, cells),
                Meminfo.pageSizeKb(proc.beginning("self/smaps", SMAPS_BYTES)),
                disk,
                cells.cells(),
                pci.count(),
                pci.devices(),
                pci.interfaces(),
                warnings.all());
    }

    /** The kernel counts the memory of left-out nodes, too. */
    private static long memoryMb(KernelTree proc, NumaNodes cells) {
        long totalMb = Meminfo.totalMb(proc.text("meminfo").orElse(""));
        return totalMb > cells.leftOutMb() ? totalMb - cells.leftOutMb() : cells.memoryMb();
    }
}
