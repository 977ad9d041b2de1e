package dev.berth.agent.host;

import com.google.common.collect.ImmutableSortedMap;
import java.util.List;
import java.util.OptionalInt;

/**
 * One NUMA node of the host. No two cells of a host have a CPU in common.
 *
 * @param cpus those that are switched on; none where the cell is memory alone
 * @param siblings one set a core, with the core's threads in this cell
 * @param pages ordered by size, huge pages only
 * @param socket empty where it is unknown, or there are several
 * @param distances how far each cell is, this one included, in the firmware's unit: 10 is here; none where it is silent
 */
public record NumaNode(
        int id,
        CpuSet cpus,
        List<CpuSet> siblings,
        long memoryMb,
        List<HugePages> pages,
        OptionalInt socket,
        ImmutableSortedMap<Integer, Integer> distances) {
    public NumaNode {
        siblings = List.copyOf(siblings);
        pages = List.copyOf(pages);
    }
}
