package dev.berth.agent.host;

import com.google.common.collect.ImmutableSortedMap;
import java.util.List;
import java.util.OptionalInt;

/**
 * The NUMA cells of a host, and what the kernel calls cells and are none here.
 *
 * @param cells in the order of their ids, no two with a CPU in common
 * @param leftOutMb the memory that guests must not get, in MiB: that of devices, and of cells that contradict others
 * @param memoryMb the memory of the cells, in MiB
 * @param standIns the cell that took the CPUs of a kernel's node that is left out, by the node's id
 */
record NumaNodes(List<NumaNode> cells, long leftOutMb, long memoryMb, ImmutableSortedMap<Integer, Integer> standIns) {
    NumaNodes {
        cells = List.copyOf(cells);
    }

    /** The cell that stands for the kernel's node; the node itself where nothing is known of it. */
    int at(int node) {
        return standIns.getOrDefault(node, node);
    }

    /** The one cell that all of these CPUs are in. */
    OptionalInt around(CpuSet cpus) {
        return cells.stream()
                .filter(cell -> !cpus.isEmpty() && cpus.without(cell.cpus()).isEmpty())
                .mapToInt(NumaNode::id)
                .findFirst();
    }
}
