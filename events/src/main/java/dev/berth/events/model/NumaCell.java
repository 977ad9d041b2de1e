package dev.berth.events.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.util.OptionalInt;

/**
 * A NUMA cell of a host as its agent reports it. What guests use of it is not in here.
 *
 * @param sharedCpus host CPUs that guests share
 * @param dedicatedCpus host CPUs that are pinned to one guest at a time; none of the shared ones
 * @param siblings the threads of each core; CPUs that are in none count as cores of one thread
 * @param pages the sizes of pages that the cell offers; empty if the host does not say
 * @param socket empty if the host does not say
 */
public record NumaCell(
        int id,
        ImmutableSortedSet<Integer> sharedCpus,
        ImmutableSortedSet<Integer> dedicatedCpus,
        long memoryMb,
        ImmutableList<ImmutableSortedSet<Integer>> siblings,
        ImmutableList<MemoryPages> pages,
        OptionalInt socket) {
    public NumaCell {
        Limits.requireAtMost(Limits.CELL_CPUS_MAX, sharedCpus.size() + dedicatedCpus.size(), "CPUs of a NUMA cell");
        Limits.requireAtMost(
                Limits.CELL_CPUS_MAX,
                siblings.stream()
                        .mapToLong(threads -> Math.max(1, threads.size()))
                        .sum(),
                "threads of the cores of a NUMA cell");
        Limits.requireAtMost(Limits.CELL_MEMORY_MB_MAX, memoryMb, "MB of memory in a NUMA cell");
        Limits.requireAtMost(Limits.CELL_PAGE_SIZES_MAX, pages.size(), "sizes of pages in a NUMA cell");
        if (id < 0 || memoryMb < 0) {
            throw new MalformedException(
                    "expected a NUMA cell id and memory of 0 or more but got " + id + " and " + memoryMb);
        }
    }

    /** A cell of which nothing is known but where it is: devices lie near it, and no guest can sit on it. */
    public static NumaCell on(int id, OptionalInt socket) {
        return new NumaCell(
                id,
                ImmutableSortedSet.of(),
                ImmutableSortedSet.of(),
                0,
                ImmutableList.of(),
                ImmutableList.of(),
                socket);
    }
}
