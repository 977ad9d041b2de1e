package dev.berth.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads what a host has from its /proc and /sys; needs no root and never fails: what is missing or unreadable is a host
 * without it. Stateless, so any thread may use it.
 */
public final class HostReader {
    private static final long GIB = 1L << 30;

    private final KernelTree proc;
    private final KernelTree sys;

    /** Reads below other roots than /proc and /sys: a container that has the host's mounted elsewhere, or a test. */
    public HostReader(Path procRoot, Path sysRoot) {
        this.proc = new KernelTree(procRoot);
        this.sys = new KernelTree(sysRoot);
    }

    /** Reads this very host. */
    public static HostReader ofThisHost() {
        return new HostReader(Path.of("/proc"), Path.of("/sys"));
    }

    /** Reads the host as it is now; its disk is the file system that {@code diskPath} lies on. */
    public HostInventory read(Path diskPath) {
        CpuReader cpus = new CpuReader(proc, sys);
        PciReader pci = new PciReader(sys);
        return new HostInventory(
                cpus.topology(),
                Meminfo.totalMb(proc.text("meminfo").orElse("")),
                Meminfo.pageSizeKb(proc.text("self/smaps").orElse("")),
                diskGb(diskPath),
                cpus.cells(),
                pci.devices(),
                pci.interfaces(),
                pci.warnings());
    }

    private static long diskGb(Path path) {
        try {
            return Files.getFileStore(path).getTotalSpace() / GIB;
        } catch (IOException | SecurityException unreadable) {
            return 0;
        }
    }
}
