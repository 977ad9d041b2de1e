package dev.berth.events.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.events.command.LogEntry;
import dev.berth.events.log.FoundPlace.WentBack;
import dev.berth.events.log.NoPlaceException.Reason;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The last position that is not after a time, in logs whose times go back, against a look at every record. */
final class EarliestTimesTest {
    private static final long NOW = 10_000_000;

    private final List<LogEntry> entries = new ArrayList<>();
    private final int[] read = {0};
    private final EarliestTimes times = new EarliestTimes();

    @Test
    void areFoundAsAmongAllRecordsWhereverTimesGoBack() {
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            entries.clear();
            fill(random, 6_000);
            EarliestTimes ofThis = new EarliestTimes();
            for (int i = 0; i < 60; i++) {
                long timeMs = at(random.nextInt(entries.size())).timestampMs() + random.nextInt(3) - 1;
                // The log grows meanwhile, and what was learned of it is used again.
                if (i % 20 == 19) {
                    fill(random, 700);
                }
                assertAsAmongAll("seed " + seed, timeMs, ofThis);
            }
        }
    }

    /** The clock that a broker began with was days ahead: each record behind that is earlier. */
    @Test
    void areFoundBehindARecordWhoseTimeIsFarAhead() {
        add(0, NOW - 1);
        for (int offset = 1; offset < 50_000; offset++) {
            add(offset, 1_000 + offset);
        }
        assertThat(find(20_000).offset()).isEqualTo(19_000);
        read[0] = 0;
        FoundPlace found = find(30_500);
        assertThat(found.offset()).isEqualTo(29_500);
        WentBack back = found.wentBack().orElseThrow();
        assertThat(List.of(back.later(), back.first(), back.last()))
                .extracting(Position::offset)
                .containsExactly(0L, 1L, 29_500L);
        assertThat(back.text(time(30_500)))
                .isEqualTo("the times of the log go back: 0@0 is of 1970-01-01T02:46:39.999Z, and 0@29500 behind it"
                        + " of 1970-01-01T00:00:30.500Z; 0@29500 is the last that is not after"
                        + " 1970-01-01T00:00:30.500Z");
        assertThat(read[0]).isLessThan(5 * EarliestTimes.STRETCH);
    }

    @Test
    void areNotReadAgainWhereTheyAreKnown() {
        for (int offset = 0; offset < 100_000; offset++) {
            add(offset, 1_000 + offset);
        }
        assertThat(find(2_000).offset()).isEqualTo(1_000);
        assertThat(read[0]).isGreaterThan(90_000);
        for (long timeMs : new long[] {2_000, 50_000, 100_900, 100_999}) {
            read[0] = 0;
            assertThat(find(timeMs)).isEqualTo(new FoundPlace(timeMs - 1_000, Optional.empty()));
            assertThat(read[0]).as("read for " + timeMs).isLessThanOrEqualTo(2 * EarliestTimes.STRETCH);
        }
    }

    @Test
    void areLearnedBeforeSomebodyAsks() {
        for (int offset = 0; offset < 10_000; offset++) {
            add(offset, 1_000 + offset);
        }
        find(9_000);
        assertThat(times.isBehind(9_999)).isFalse();
        for (int offset = 10_000; offset < 200_000; offset++) {
            add(offset, 1_000 + offset);
        }
        RegionLog log = log(0);
        while (times.isBehind(199_999)) {
            int before = read[0];
            times.goOn(log, log.refresh());
            assertThat(read[0] - before).isBetween(1, 65 * EarliestTimes.STRETCH);
        }
        read[0] = 0;
        assertThat(find(150_000).offset()).isEqualTo(149_000);
        assertThat(read[0]).isLessThanOrEqualTo(EarliestTimes.STRETCH);
    }

    /** A deadline ends the reading; whoever asks again goes on from there. */
    @Test
    void areKnownAsFarAsTheyWereRead() {
        for (int offset = 0; offset < 20_000; offset++) {
            add(offset, 1_000 + offset);
        }
        RegionLog slow = new ListedLog(LogId.NONE, entries, 0, () -> {
            if (read[0]++ == 15_000) {
                throw new IllegalStateException("too late");
            }
        });
        LogProgress.Partition extent = slow.refresh();
        assertThatThrownBy(() -> times.lastNotAfter(1_000, slow, extent)).hasMessage("too late");
        read[0] = 0;
        assertThat(find(1_000).offset()).isEqualTo(0);
        assertThat(read[0]).isLessThan(8 * EarliestTimes.STRETCH);
    }

    /** After an unclean change of leader other records may be where the last ones were. */
    @Test
    void forgetWhatTheLogHasLost() {
        for (int offset = 0; offset < 8_000; offset++) {
            add(offset, 1_000 + offset);
        }
        find(1_000);
        entries.subList(4_000, 8_000).clear();
        find(1_000);
        for (int offset = 4_000; offset < 8_000; offset++) {
            add(offset, 1_500);
        }
        assertThat(find(1_500).offset()).isEqualTo(7_999);
    }

    @Test
    void areInTheFutureOnlyIfNoRecordIsAsLate() {
        add(0, NOW + 5_000);
        // The broker's clock is ahead of ours.
        assertThat(find(NOW + 5_000).offset()).isEqualTo(0);
        assertNone(NOW + 5_001, Reason.IN_FUTURE, "which is now");
        assertNone(NOW, Reason.BEFORE_LOG, "which begins at 0@0, 1970-01-01T02:46:45Z, but got");
    }

    @Test
    void saysWhereACutLogBegins() {
        for (int offset = 0; offset < 3_000; offset++) {
            add(offset, 1_000 + offset);
        }
        RegionLog cut = log(2_500);
        assertThatThrownBy(() -> FoundPlace.of(time(3_000), Region.DEFAULT, cut, cut.refresh(), times, NOW))
                .isInstanceOfSatisfying(
                        NoPlaceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CUT))
                .hasMessageContaining("begins at 0@2500, 1970-01-01T00:00:03.500Z because what was before that");
        assertThat(FoundPlace.of(time(3_600), Region.DEFAULT, cut, cut.refresh(), times, NOW)
                        .offset())
                .isEqualTo(2_600);
    }

    private void assertNone(long timeMs, Reason reason, String words) {
        assertThatThrownBy(() -> find(timeMs))
                .isInstanceOfSatisfying(
                        NoPlaceException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(words);
    }

    private void assertAsAmongAll(String what, long timeMs, EarliestTimes ofThis) {
        RegionLog log = log(0);
        LogProgress.Partition extent = log.refresh();
        Optional<Position> later = Optional.empty();
        Optional<Position> first = Optional.empty();
        Optional<Position> last = Optional.empty();
        for (LogEntry entry : entries) {
            boolean isLater = entry.position().timestampMs() > timeMs;
            later = later.isEmpty() && isLater ? Optional.of(entry.position()) : later;
            if (later.isPresent() && !isLater) {
                first = first.or(() -> Optional.of(entry.position()));
                last = Optional.of(entry.position());
            }
        }
        FoundPlace found = ofThis.lastNotAfter(timeMs, log, extent);
        assertThat(found.wentBack().map(WentBack::later)).as(what).isEqualTo(first.isPresent() ? later : first);
        assertThat(found.wentBack().map(WentBack::first)).as(what).isEqualTo(first);
        assertThat(found.wentBack().map(WentBack::last)).as(what).isEqualTo(last);
        assertThat(found.offset())
                .as(what)
                .isEqualTo(last.map(Position::offset)
                        .orElse(later.map(Position::offset).orElse(extent.end()) - 1));
    }

    private FoundPlace find(long timeMs) {
        RegionLog log = log(0);
        return FoundPlace.of(time(timeMs), Region.DEFAULT, log, log.refresh(), times, NOW);
    }

    private RegionLog log(long begin) {
        return new ListedLog(LogId.NONE, entries, begin, () -> read[0]++);
    }

    /** Times go on, and now and then back by less or more than a stretch takes; some offsets have no record. */
    private void fill(SplittableRandom random, int count) {
        long timeMs = entries.isEmpty() ? 100_000 : at(entries.size() - 1).timestampMs();
        for (int i = 0; i < count; i++) {
            int event = random.nextInt(1_000);
            timeMs += event == 0 ? -random.nextInt(5_000) : event == 1 ? random.nextInt(5_000) : random.nextInt(3);
            long offset = entries.isEmpty() ? 0 : at(entries.size() - 1).offset() + 1;
            add(offset + (event == 2 ? random.nextInt(3_000) : 0), timeMs);
        }
    }

    private void add(long offset, long timeMs) {
        entries.add(new LogEntry.Unreadable(new Position(0, offset, timeMs), "no schema", Sha256.NONE));
    }

    private Position at(int index) {
        return entries.get(index).position();
    }

    private static LogPlace.Time time(long timeMs) {
        return new LogPlace.Time(Instant.ofEpochMilli(timeMs));
    }
}
