package dev.berth.events;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.CellClaim;
import dev.berth.events.model.CpuPolicy;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.GuestPlacement;
import dev.berth.events.model.Limits;
import dev.berth.events.model.MemoryPages;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PageRequest;
import dev.berth.events.model.PlacedCell;
import dev.berth.events.model.ThreadPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any NUMA cells of hosts and guests, valid ones only. */
public final class CellArbitraries {
    private static final int ENTRIES_MAX = 3;

    private CellArbitraries() {}

    public static Arbitrary<ImmutableSortedMap<Integer, NumaCell>> hostCells() {
        return cells().list()
                .uniqueElements(NumaCell::id)
                .ofMaxSize(ENTRIES_MAX)
                .map(cells -> disjoint(cells).stream()
                        .collect(
                                ImmutableSortedMap.toImmutableSortedMap(Integer::compare, NumaCell::id, cell -> cell)));
    }

    /** The cells with each CPU in the first that has it, and in its first core. */
    private static List<NumaCell> disjoint(List<NumaCell> cells) {
        TreeMap<Integer, Integer> cellOf = new TreeMap<>();
        TreeSet<Integer> inCores = new TreeSet<>();
        List<NumaCell> disjoint = new ArrayList<>();
        for (NumaCell cell : cells) {
            disjoint.add(new NumaCell(
                    cell.id(),
                    kept(cell.sharedCpus(), cpu -> cellOf.putIfAbsent(cpu, cell.id()) == null),
                    kept(cell.dedicatedCpus(), cpu -> cellOf.putIfAbsent(cpu, cell.id()) == null),
                    cell.memoryMb(),
                    cell.siblings(),
                    cell.pages(),
                    cell.socket()));
        }
        disjoint.replaceAll(cell -> new NumaCell(
                cell.id(),
                cell.sharedCpus(),
                cell.dedicatedCpus(),
                cell.memoryMb(),
                cell.siblings().stream()
                        .map(core ->
                                kept(core, cpu -> cellOf.getOrDefault(cpu, cell.id()) == cell.id() && inCores.add(cpu)))
                        .collect(ImmutableList.toImmutableList()),
                cell.pages(),
                cell.socket()));
        return disjoint;
    }

    private static ImmutableSortedSet<Integer> kept(ImmutableSortedSet<Integer> cpus, Predicate<Integer> which) {
        return cpus.stream().filter(which).collect(ImmutableSortedSet.toImmutableSortedSet(Integer::compare));
    }

    private static Arbitrary<NumaCell> cells() {
        Arbitrary<Long> counts = Arbitraries.longs().between(0, Limits.CELL_MEMORY_MB_MAX / 1_024);
        Arbitrary<MemoryPages> pages = Combinators.combine(
                        Arbitraries.integers().between(1, 1_048_576), counts, counts)
                .as(MemoryPages::new);
        return Combinators.combine(
                        numbers(),
                        cpus(),
                        cpus(),
                        Arbitraries.longs().between(0, Limits.CELL_MEMORY_MB_MAX),
                        cpus().list().ofMaxSize(ENTRIES_MAX).map(ImmutableList::copyOf),
                        pages.list().ofMaxSize(ENTRIES_MAX).map(ImmutableList::copyOf),
                        optionalNumbers())
                .as(NumaCell::new);
    }

    public static Arbitrary<CellClaim> claims() {
        return Combinators.combine(
                        ModelArbitraries.providerIds(),
                        guests().list().ofMaxSize(ENTRIES_MAX).map(ImmutableList::copyOf))
                .as(CellClaim::new);
    }

    public static Arbitrary<GuestPlacement> placements() {
        Arbitrary<PlacedCell> placed = Combinators.combine(
                        guests(),
                        numbers(),
                        optionalNumbers(),
                        Arbitraries.maps(numbers(), numbers())
                                .ofMaxSize(ENTRIES_MAX)
                                .map(ImmutableSortedMap::copyOf))
                .as(PlacedCell::new);
        return Combinators.combine(
                        ModelArbitraries.providerIds(),
                        placed.list().ofMinSize(1).ofMaxSize(ENTRIES_MAX).map(ImmutableList::copyOf))
                .as(GuestPlacement::new);
    }

    private static Arbitrary<GuestCell> guests() {
        return Combinators.combine(
                        numbers(),
                        cpus(),
                        cpus(),
                        Arbitraries.longs().between(0, Limits.CELL_MEMORY_MB_MAX),
                        Arbitraries.of(-3, -2, -1, 4, 2048)
                                .map(PageRequest::new)
                                .optional(),
                        Arbitraries.of(CpuPolicy.class),
                        Arbitraries.of(ThreadPolicy.class))
                .as(GuestCell::new);
    }

    private static Arbitrary<ImmutableSortedSet<Integer>> cpus() {
        return numbers().set().ofMaxSize(ENTRIES_MAX).map(ImmutableSortedSet::copyOf);
    }

    private static Arbitrary<Integer> numbers() {
        return Arbitraries.integers().between(0, 64);
    }

    private static Arbitrary<OptionalInt> optionalNumbers() {
        return numbers().optional().map(number -> number.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }
}
