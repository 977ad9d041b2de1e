package dev.berth.agent.host;

import java.util.List;
import java.util.OptionalInt;

/**
 * One NUMA node of the host. {@code siblings} has one set a core, holding the core's threads in this cell;
 * {@code pages} is ordered by page size and lists huge pages only; {@code socket} is empty where unknown.
 */
public record HostCell(
        int id, CpuSet cpus, List<CpuSet> siblings, long memoryMb, List<HugePages> pages, OptionalInt socket) {
    public HostCell {
        siblings = List.copyOf(siblings);
        pages = List.copyOf(pages);
    }
}
