package dev.berth.resource.numa;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.ThreadPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Which CPUs guests are pinned to, told by laying them out core by core. */
final class PinningProperties {
    @Property(tries = 2_000)
    void pinsAsManyThreadsOfEachCoreAsCanBe(@ForAll long seed, @ForAll ThreadPolicy policy) {
        Random random = new Random(seed);
        List<ImmutableSortedSet<Integer>> cores = new ArrayList<>();
        int cpus = 0;
        while (cpus < 12) {
            int threads = 1 + random.nextInt(4);
            cores.add(TestingCells.cpus(cpus, cpus + threads));
            cpus += threads;
        }
        // Some CPUs are in no core that was told, and count as cores of one thread.
        List<ImmutableSortedSet<Integer>> told = cores.subList(0, cores.size() - random.nextInt(2));
        NumaCell cell = new NumaCell(
                0,
                ImmutableSortedSet.of(),
                TestingCells.cpus(0, cpus),
                64,
                ImmutableList.copyOf(told),
                ImmutableList.of(),
                OptionalInt.empty());
        ImmutableSortedSet.Builder<Integer> pinned = ImmutableSortedSet.naturalOrder();
        List<List<Integer>> free = new ArrayList<>();
        int threadsMax = 1;
        for (ImmutableSortedSet<Integer> core : told) {
            threadsMax = Math.max(threadsMax, core.size());
        }
        List<Integer> alone = new ArrayList<>(IntStream.range(0, cpus)
                .boxed()
                .filter(cpu -> told.stream().noneMatch(core -> core.contains(cpu)))
                .toList());
        for (ImmutableSortedSet<Integer> core : told) {
            free.add(new ArrayList<>(core));
        }
        alone.forEach(cpu -> free.add(new ArrayList<>(List.of(cpu))));
        for (List<Integer> core : free) {
            core.removeIf(cpu -> {
                boolean isTaken = random.nextInt(3) == 0;
                if (isTaken) {
                    pinned.add(cpu);
                }
                return isTaken;
            });
        }
        HostCell unused = HostCell.unused(cell);
        HostCell host = new HostCell(cell, 0, 0, pinned.build(), unused.usedPages());
        int wanted = 1 + random.nextInt(cpus);
        List<Integer> expected = expected(free, threadsMax, wanted, policy);
        Pinning pinning = new Pinning(host);
        assertThat(pinning.hasRoomFor(wanted, policy)).isEqualTo(!expected.isEmpty());
        if (!expected.isEmpty()) {
            assertThat(new ArrayList<>(
                            pinning.pin(TestingCells.cpus(0, wanted), policy).values()))
                    .isEqualTo(expected);
        }
    }

    /** The CPUs in the order of the vCPUs; none if the policy cannot be kept. */
    private static List<Integer> expected(List<List<Integer>> free, int threadsMax, int wanted, ThreadPolicy policy) {
        List<List<Integer>> layouts = new ArrayList<>();
        for (int threads = threadsMax; threads >= 1; threads--) {
            List<Integer> layout = new ArrayList<>();
            for (List<Integer> core : free) {
                if (core.size() >= threads) {
                    layout.addAll(core.subList(0, policy == ThreadPolicy.ISOLATE ? 1 : threads));
                }
            }
            layouts.add(layout);
        }
        if (policy == ThreadPolicy.ISOLATE) {
            layouts.subList(1, layouts.size()).clear();
        } else if (policy == ThreadPolicy.REQUIRE) {
            layouts.remove(layouts.size() - 1);
        } else {
            layouts.add(free.stream().flatMap(List::stream).toList());
        }
        return layouts.stream()
                .filter(layout -> layout.size() >= wanted)
                .findFirst()
                .map(layout -> layout.subList(0, wanted))
                .orElse(Collections.emptyList());
    }
}
