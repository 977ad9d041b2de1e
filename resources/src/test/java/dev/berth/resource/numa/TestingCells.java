package dev.berth.resource.numa;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.CpuPolicy;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.MemoryPages;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.ThreadPolicy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Cells for tests: each host cell has 4 shared CPUs, 4 dedicated ones in two cores of two threads, and 4 GiB in two
 * page sizes.
 */
public final class TestingCells {
    private TestingCells() {}

    public static NumaCell host(int id) {
        int cpu = id * 8;
        return new NumaCell(
                id,
                cpus(cpu, cpu + 4),
                cpus(cpu + 4, cpu + 8),
                4096,
                ImmutableList.of(ImmutableSortedSet.of(cpu + 4, cpu + 6), ImmutableSortedSet.of(cpu + 5, cpu + 7)),
                ImmutableList.of(new MemoryPages(4, 524_288, 0), new MemoryPages(2048, 1024, 0)),
                OptionalInt.of(id / 2));
    }

    public static NumaInventory inventory(int cells, Optional<CellLimits> limits) {
        return NumaResource.NUMA.makeInventory(new NumaResource.HostNuma(
                IntStream.range(0, cells).mapToObj(TestingCells::host).collect(ImmutableList.toImmutableList()),
                limits,
                PlacementStrategy.SPREAD));
    }

    public static GuestCell shared(int vcpus, long memoryMb) {
        return new GuestCell(
                0,
                cpus(0, vcpus),
                ImmutableSortedSet.of(),
                memoryMb,
                Optional.empty(),
                CpuPolicy.SHARED,
                ThreadPolicy.PREFER);
    }

    public static GuestCell dedicated(int vcpus, long memoryMb, ThreadPolicy threads) {
        return new GuestCell(
                0, ImmutableSortedSet.of(), cpus(0, vcpus), memoryMb, Optional.empty(), CpuPolicy.DEDICATED, threads);
    }

    static ImmutableSortedSet<Integer> cpus(int from, int to) {
        return ImmutableSortedSet.copyOf(
                List.of(IntStream.range(from, to).boxed().toArray(Integer[]::new)));
    }
}
