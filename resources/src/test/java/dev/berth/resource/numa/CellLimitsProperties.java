package dev.berth.resource.numa;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.Limits;
import dev.berth.events.model.NumaCell;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What the guests of a cell may use together, told in doubles as nova computes it. */
final class CellLimitsProperties {
    @Property(tries = 20_000)
    void allowsWhatIsNoMoreThanTheProductOfTheCellAndItsRatio(@ForAll long seed) {
        Random random = new Random(seed);
        int cpus = 1 + random.nextInt(64);
        long memoryMb = 1 + (long) (random.nextDouble() * Limits.CELL_MEMORY_MB_MAX);
        double cpuRatio = ratio(random);
        double ramRatio = ratio(random);
        // Near the bound, where a difference would show.
        long cpuUsage = near(random, cpus * cpuRatio);
        long memoryUsageMb = near(random, memoryMb * ramRatio);
        NumaCell cell = new NumaCell(
                0,
                TestingCells.cpus(0, cpus),
                ImmutableSortedSet.of(),
                memoryMb,
                ImmutableList.of(),
                ImmutableList.of(),
                OptionalInt.empty());
        NumaInventory host = new NumaInventory(
                ImmutableList.of(
                        new HostCell(cell, cpuUsage, memoryUsageMb, ImmutableSortedSet.of(), ImmutableSortedMap.of())),
                Optional.of(new CellLimits(cpuRatio, ramRatio)),
                PlacementStrategy.SPREAD);
        assertThat(host.canProvide(NumaAmount.wanted(ImmutableList.of(TestingCells.shared(1, 1)))))
                .isEqualTo(cpuUsage + 1 <= cpus * cpuRatio && memoryUsageMb + 1 <= memoryMb * ramRatio);
    }

    private static long near(Random random, double bound) {
        return Math.max(0, Math.min((long) bound, 1L << 45) - 2 + random.nextInt(3));
    }

    private static double ratio(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(100) / 10.0;
            case 1 -> random.nextInt(10_000) / 100.0;
            case 2 -> random.nextDouble() * 16;
            default -> Math.min(Limits.ALLOCATION_RATIO_MAX, Math.pow(10, random.nextInt(80) - 40));
        };
    }
}
