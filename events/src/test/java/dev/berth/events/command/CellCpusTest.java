package dev.berth.events.command;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.ProviderId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CellCpusTest {
    private static final ProviderId HOST = new ProviderId(new UUID(0, 1));

    @Test
    void takesCellsOfWhichEachHasItsOwnCpus() {
        assertThatCode(() -> report(
                        cell(0, List.of(0, 1), List.of(2, 3), List.of(List.of(0, 1), List.of(2, 3))),
                        cell(1, List.of(4), List.of(), List.of(List.of(4, 9))),
                        cell(2, List.of(), List.of())))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesACpuInTwoCells() {
        assertThatThrownBy(() -> report(cell(0, List.of(0, 1), List.of()), cell(1, List.of(), List.of(1))))
                .isInstanceOf(MalformedException.class)
                .hasMessage("expected each CPU of host " + HOST
                        + " in one cell, shared or dedicated, but got CPU 1 in cells 0 and 1");
    }

    @Test
    void refusesACpuThatIsSharedAndDedicated() {
        assertThatThrownBy(() -> report(cell(4, List.of(0, 1), List.of(1))))
                .hasMessage("expected each CPU of host " + HOST
                        + " in one cell, shared or dedicated, but got CPU 1 twice in cell 4");
    }

    @Test
    void refusesSiblingsInTwoCells() {
        assertThatThrownBy(() ->
                        report(cell(0, List.of(0), List.of(), List.of(List.of(0, 1))), cell(1, List.of(1), List.of())))
                .hasMessage("expected the siblings of cell 0 of host " + HOST
                        + " to be CPUs of that cell but got CPU 1 of cell 1");
    }

    @Test
    void refusesACpuInTwoCores() {
        assertThatThrownBy(() -> report(cell(0, List.of(0, 1, 2), List.of(), List.of(List.of(0, 1), List.of(1, 2)))))
                .hasMessage("expected each CPU of host " + HOST
                        + " in one set of siblings but got CPU 1 in two, the second in cell 0");
        assertThatThrownBy(() -> report(
                        cell(0, List.of(0), List.of(), List.of(List.of(0, 7))),
                        cell(1, List.of(1), List.of(), List.of(List.of(1, 7)))))
                .hasMessageContaining("but got CPU 7 in two, the second in cell 1");
    }

    private static NumaCell cell(int id, List<Integer> shared, List<Integer> dedicated) {
        return cell(id, shared, dedicated, List.of());
    }

    private static NumaCell cell(int id, List<Integer> shared, List<Integer> dedicated, List<List<Integer>> cores) {
        return new NumaCell(
                id,
                ImmutableSortedSet.copyOf(shared),
                ImmutableSortedSet.copyOf(dedicated),
                1024,
                cores.stream().map(ImmutableSortedSet::copyOf).collect(ImmutableList.toImmutableList()),
                ImmutableList.of(),
                OptionalInt.empty());
    }

    private static void report(NumaCell... cells) {
        ImmutableSortedMap.Builder<Integer, NumaCell> byId = ImmutableSortedMap.naturalOrder();
        for (NumaCell cell : cells) {
            byId.put(cell.id(), cell);
        }
        new ReportHost(
                new CommandId(new UUID(0, 2)),
                HOST,
                ImmutableList.of(new ReportedProvider(
                        HOST, "cn1", Optional.empty(), ImmutableSortedMap.of(), ImmutableSortedSet.of())),
                byId.build(),
                ImmutableList.of());
    }
}
