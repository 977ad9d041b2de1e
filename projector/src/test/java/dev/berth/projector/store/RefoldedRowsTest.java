package dev.berth.projector.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.LogEntry;
import dev.berth.events.log.LogMark;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.scenario.RandomCommands;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Folds that were made again from the log, compared with seals of the same place of the log or of another. */
class RefoldedRowsTest {
    private static final int COMMANDS = 200;

    private final RegionFold decided = RegionFold.of(RandomView.of(COMMANDS));
    private final RegionFold stopped = unreadable(decided, COMMANDS);
    private final RegionFold waiting = unreadable(stopped, COMMANDS + 1);

    @Test
    void agreesWithTheSealsOfTheSamePlace() {
        assertThat(refolded(waiting, COMMANDS + 1).contradiction(seals(waiting), mark(COMMANDS + 1)))
                .isEmpty();
    }

    @Test
    void agreesWithSealsFromBeforeMoreRecordsWereHeld() {
        assertThat(refolded(waiting, COMMANDS + 1).contradiction(seals(decided), mark(COMMANDS - 1)))
                .isEmpty();
        assertThat(refolded(waiting, COMMANDS + 1).contradiction(seals(stopped), mark(COMMANDS)))
                .isEmpty();
    }

    @Test
    void agreesWithSealsFromBehindWhatWasFolded() {
        RefoldedRows none = new RefoldedRows(Map.of(), Map.of(), Optional.empty());

        assertThat(none.contradiction(seals(decided), mark(COMMANDS - 1))).isEmpty();
        assertThat(refolded(decided, COMMANDS - 1).contradiction(seals(waiting), mark(COMMANDS + 1)))
                .isEmpty();
    }

    @Test
    void contradictsSealsOfARegionThatIsNotInTheLog() {
        RefoldedRows none = new RefoldedRows(Map.of(), Map.of(), mark(COMMANDS));

        assertThat(none.contradiction(seals(decided), mark(COMMANDS - 1)).orElseThrow())
                .contains("region default was committed and does not stand in the log");
    }

    @Test
    void contradictsSealsOfOtherHeldRecordsAtTheSamePlaceAlone() {
        assertThat(refolded(waiting, COMMANDS + 1)
                        .contradiction(seals(stopped), mark(COMMANDS + 1))
                        .orElseThrow())
                .contains("comes to other rows than were committed: HELD with 2 rows for 1");
    }

    @Test
    void contradictsSealsOfOtherRowsWhereNothingWasDecidedBetween() {
        RowSums others = sums(decided);
        others.add(Section.CONSUMERS, RowKey.held(Region.DEFAULT, 1), new byte[] {1});
        Map<Region, RegionSeal> seals = Map.of(Region.DEFAULT, RegionSeal.of(decided.view(), others));

        assertThat(refolded(waiting, COMMANDS + 1)
                        .contradiction(seals, mark(COMMANDS - 1))
                        .orElseThrow())
                .contains("comes to other rows than were committed: CONSUMERS");
    }

    private static RefoldedRows refolded(RegionFold fold, long last) {
        return new RefoldedRows(Map.of(Region.DEFAULT, fold), Map.of(Region.DEFAULT, held(fold)), mark(last));
    }

    private static Map<Region, RegionSeal> seals(RegionFold fold) {
        return Map.of(Region.DEFAULT, RegionSeal.of(fold.view(), sums(fold)));
    }

    private static RowSums sums(RegionFold fold) {
        RowSums sums = new RowSums();
        Map<Long, byte[]> rows = new TreeMap<>();
        held(fold).forEach((position, raw) -> rows.put(position.offset(), RowValue.held(position, raw)));
        FoldRows.all(fold, rows, (section, key, before, value) -> {
            if (value != null) {
                sums.add(section, key, value);
            }
        });
        return sums;
    }

    /** The record at which the fold has stopped, and those that wait behind it. */
    private static SortedMap<Position, byte[]> held(RegionFold fold) {
        SortedMap<Position, byte[]> held = new TreeMap<>();
        fold.stop().ifPresent(stop -> held.put(stop.position(), new byte[0]));
        fold.waiting().forEach(entry -> held.put(entry.position(), new byte[0]));
        return held;
    }

    private static Optional<LogMark> mark(long offset) {
        return Optional.of(LogMark.of(new Uuid(1, 1), new Position(0, offset, 1), null, new byte[0]));
    }

    private static RegionFold unreadable(RegionFold before, int offset) {
        return before.take(new LogEntry.Unreadable(RandomCommands.position(offset), "no command", Sha256.NONE))
                .after();
    }
}
