package dev.berth.agent.host;

import java.util.List;
import java.util.Optional;

/**
 * A NUMA node as the kernel tells it.
 *
 * @param told the CPUs that it lists, switched on or not; empty if it does not tell
 * @param cpus those of them that are switched on
 * @param distances to the nodes in the order of their ids; none where it does not tell
 */
record KernelNode(
        int id, Optional<CpuSet> told, CpuSet cpus, long memoryMb, List<HugePages> pages, List<Integer> distances) {
    boolean isMemoryAlone() {
        return told.isPresent() && told.get().isEmpty();
    }
}
