package dev.berth.computenode;

import java.util.OptionalDouble;

/**
 * The tracker's configuration that the translation depends on, under nova's names and with its defaults.
 *
 * @param cpuAllocationRatio empty where not configured; as are the other two
 */
public record ComputeNodeSettings(
        long reservedHostCpus,
        long reservedHostMemoryMb,
        long reservedHostDiskMb,
        OptionalDouble cpuAllocationRatio,
        OptionalDouble ramAllocationRatio,
        OptionalDouble diskAllocationRatio) {
    public static final ComputeNodeSettings DEFAULT = withReserves(0, 512, 0);

    static final double INITIAL_CPU_ALLOCATION_RATIO = 4.0;
    static final double INITIAL_RAM_ALLOCATION_RATIO = 1.0;
    static final double INITIAL_DISK_ALLOCATION_RATIO = 1.0;

    public static ComputeNodeSettings withReserves(long hostCpus, long hostMemoryMb, long hostDiskMb) {
        return new ComputeNodeSettings(
                hostCpus,
                hostMemoryMb,
                hostDiskMb,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }
}
