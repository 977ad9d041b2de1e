package dev.berth.computenode;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.ResourceClass;
import dev.berth.resource.Resource;
import dev.berth.resource.integer.IntegerAmount;
import dev.berth.resource.integer.IntegerResource;
import java.util.TreeMap;

/**
 * What a guest takes of a compute node, as its flavor says it: root and ephemeral disk in GB, swap in MB.
 *
 * @param rootGb not taken of the node if the guest boots from a volume
 */
public record Guest(
        long sharedVcpus, long dedicatedVcpus, long memoryMb, long rootGb, long ephemeralGb, long swapMb, Boot boot) {
    /** Where a guest's root disk is. */
    public enum Boot {
        NODE,
        VOLUME
    }

    private static final long MB_PER_GB = 1024;
    private static final IntegerResource PCPU = new IntegerResource(ResourceClass.of("PCPU"));

    /** What it is allocated: swap is rounded up to whole GB, and amounts of zero are left out. */
    public ImmutableSortedMap<Resource<?, ?>, IntegerAmount> amounts() {
        TreeMap<Resource<?, ?>, IntegerAmount> amounts = new TreeMap<>();
        amounts.put(IntegerResource.VCPU, new IntegerAmount(sharedVcpus));
        amounts.put(PCPU, new IntegerAmount(dedicatedVcpus));
        amounts.put(IntegerResource.MEMORY_MB, new IntegerAmount(memoryMb));
        amounts.put(IntegerResource.DISK_GB, new IntegerAmount(fileSystemsGb() + (swapMb + MB_PER_GB - 1) / MB_PER_GB));
        amounts.values().removeIf(IntegerAmount.ZERO::equals);
        return ImmutableSortedMap.copyOfSorted(amounts);
    }

    long vcpus() {
        return sharedVcpus + dedicatedVcpus;
    }

    /**
     * What the compute node record counts: swap is rounded down. The two may differ by a GB, and neither mends the
     * other.
     */
    long recordedDiskGb() {
        return fileSystemsGb() + swapMb / MB_PER_GB;
    }

    private long fileSystemsGb() {
        return ephemeralGb + (boot == Boot.VOLUME ? 0 : rootGb);
    }
}
