package dev.berth.events.model;

import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;

/**
 * A NUMA cell of a guest: what it needs of one host cell.
 *
 * @param index the guest's own number of it
 * @param sharedVcpus vCPUs of the guest that float
 * @param dedicatedVcpus vCPUs of the guest that are pinned
 * @param pages empty for whatever the host has
 */
public record GuestCell(
        int index,
        ImmutableSortedSet<Integer> sharedVcpus,
        ImmutableSortedSet<Integer> dedicatedVcpus,
        long memoryMb,
        Optional<PageRequest> pages,
        CpuPolicy cpuPolicy,
        ThreadPolicy threadPolicy) {
    public GuestCell {
        Limits.requireAtMost(
                Limits.CELL_CPUS_MAX, sharedVcpus.size() + dedicatedVcpus.size(), "vCPUs of a NUMA cell of a guest");
        Limits.requireAtMost(Limits.CELL_MEMORY_MB_MAX, memoryMb, "MB of memory in a NUMA cell of a guest");
        if (index < 0 || memoryMb < 0) {
            throw new MalformedException(
                    "expected a guest cell of index and memory of 0 or more but got " + index + " and " + memoryMb);
        }
    }

    public long memoryKb() {
        return memoryMb * 1024;
    }
}
