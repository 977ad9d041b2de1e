package dev.berth.resource.numa;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.CpuPolicy;
import dev.berth.events.model.PageRequest;
import dev.berth.events.model.ThreadPolicy;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an instance type says of the NUMA layout of its guests; see {@link GuestLayout} for what follows from it.
 *
 * @param vcpus numbered from 0
 * @param cells into how many cells the guest is split; empty if nothing is said
 * @param parts what each cell gets, if the split is by hand; empty for an even split
 * @param dedicatedVcpus which vCPUs are pinned under {@link CpuPolicy#MIXED}
 */
public record LayoutRequest(
        int vcpus,
        long memoryMb,
        OptionalInt cells,
        ImmutableList<Part> parts,
        Optional<PageRequest> pages,
        CpuPolicy cpuPolicy,
        ThreadPolicy threadPolicy,
        ImmutableSortedSet<Integer> dedicatedVcpus) {
    /** What one cell gets. */
    public record Part(ImmutableSortedSet<Integer> vcpus, long memoryMb) {}

    /** Whether there is a layout at all: without one the guest floats over the host. */
    public boolean asksForLayout() {
        return cells.isPresent() || !parts.isEmpty() || pages.isPresent() || cpuPolicy != CpuPolicy.SHARED;
    }
}
