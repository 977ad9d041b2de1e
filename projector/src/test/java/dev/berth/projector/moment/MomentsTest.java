package dev.berth.projector.moment;

import static dev.berth.projector.moment.ListedMoments.COMMANDS;
import static dev.berth.projector.moment.ListedMoments.COMMON;
import static dev.berth.projector.moment.ListedMoments.LOG;
import static dev.berth.projector.moment.ListedMoments.NOTHING;
import static dev.berth.projector.moment.ListedMoments.REGION;
import static dev.berth.projector.moment.ListedMoments.SPACING;
import static dev.berth.projector.moment.ListedMoments.STRIDE;
import static dev.berth.projector.moment.ListedMoments.assertNone;
import static dev.berth.projector.moment.ListedMoments.assertSame;
import static dev.berth.projector.moment.ListedMoments.through;
import static dev.berth.projector.moment.ListedMoments.time;
import static dev.berth.projector.moment.ListedMoments.timeMs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.events.command.LogEntry;
import dev.berth.events.log.ListedLog;
import dev.berth.events.log.LogPlace;
import dev.berth.events.log.NoPlaceException;
import dev.berth.events.log.NoPlaceException.Reason;
import dev.berth.events.model.Position;
import dev.berth.ledger.moment.Moment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moments of a log that is a list of records, against a fold of all of them one after the other. */
final class MomentsTest {
    private ListedMoments log;
    private Moments moments;

    @BeforeEach
    void open(@TempDir Path directory) {
        log = new ListedMoments(directory);
        moments = log.moments(LOG);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void agreeWithAFoldOfAllThatWasBefore() {
        List<Moment> expected = log.expected();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 25; i++) {
            int offset = random.nextInt(expected.size());
            assertSame(moments.at(REGION, new LogPlace.Offset(offset), NOTHING).moment(), expected.get(offset));
        }
        // What was kept in files, and by nobody's memory.
        Moments others = log.moments(LOG);
        for (int i = 0; i < 25; i++) {
            int offset = random.nextInt(expected.size());
            assertSame(others.at(REGION, new LogPlace.At(0, offset), NOTHING).moment(), expected.get(offset));
        }
        assertThat(log.files()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void readOnlyWhatCameSinceTheNearestThatIsKept() {
        moments.at(REGION, new LogPlace.Offset(STRIDE * (COMMANDS - 1)), NOTHING);
        int[] read = {0};
        for (int offset = STRIDE * (COMMANDS - 300); offset < STRIDE * COMMANDS - 2; offset += 50) {
            read[0] = 0;
            moments.at(REGION, new LogPlace.Offset(offset), () -> read[0]++);
            assertThat(read[0]).as("records read for " + offset).isLessThanOrEqualTo(KeptMoments.SPACING + 1);
        }
        read[0] = 0;
        log.moments(LOG).at(REGION, new LogPlace.Offset(STRIDE * COMMANDS / 2), () -> read[0]++);
        assertThat(read[0]).isLessThanOrEqualTo(SPACING + KeptMoments.SPACING + 1);
    }

    @Test
    void goOnFromWhatWasSeenAsItPassed() {
        Moment passed = log.expected().get(STRIDE * 1_500);
        moments.see(passed.fold());
        int[] read = {0};
        Moment found = moments.at(REGION, new LogPlace.Offset(STRIDE * 1_510), () -> read[0]++)
                .moment();
        assertThat(read[0]).isEqualTo(10);
        assertSame(found, log.expected().get(STRIDE * 1_510));
    }

    @Test
    void answerBehindACutFromWhatIsKept() {
        List<Moment> expected = log.expected();
        moments.at(REGION, new LogPlace.Offset(STRIDE * (COMMANDS - 1)), NOTHING);
        Path middle = log.files().get(log.files().size() / 2);
        log.begin = through(middle) + 1;
        int offset = (int) log.begin + STRIDE * 100;
        assertSame(
                log.moments(LOG)
                        .at(REGION, new LogPlace.Offset(offset), NOTHING)
                        .moment(),
                expected.get(offset));
        assertSame(
                log.moments(LOG)
                        .at(REGION, new LogPlace.Offset(through(middle)), NOTHING)
                        .moment(),
                expected.get((int) through(middle)));
        assertNone(log.moments(LOG), new LogPlace.Offset(through(middle) - 1), Reason.CUT, "begins at 0@" + log.begin);
    }

    /** With a file behind the cut, and with what was seen as it passed alone. */
    @Test
    void areWhereALogThatWasCutIsKnownFrom() {
        List<Moment> expected = log.expected();
        try (KnownLog whole = moments.open(REGION, NOTHING)) {
            assertThat(whole.begin().through()).isEqualTo(Moment.BEGINNING);
            assertSame(readToTheEnd(whole), expected.get(expected.size() - 1));
        }
        moments.at(REGION, new LogPlace.Offset(STRIDE * (COMMANDS - 1)), NOTHING);
        long known = through(log.files().get(1));
        log.begin = through(log.files().get(0)) + 2;
        try (KnownLog cut = log.moments(LOG).open(REGION, NOTHING)) {
            assertSame(cut.begin(), expected.get((int) known));
            assertSame(readToTheEnd(cut), expected.get(expected.size() - 1));
        }
        log.begin = STRIDE * (COMMANDS - 10);
        Moments others = log.moments(LOG);
        assertThatThrownBy(() -> others.open(REGION, NOTHING))
                .isInstanceOf(NoPlaceException.class)
                .hasMessageContaining("begins at 0@" + log.begin);
        Moment seen = expected.get(STRIDE * (COMMANDS - 5));
        others.see(seen.fold());
        try (KnownLog cut = others.open(REGION, NOTHING)) {
            assertSame(cut.begin(), seen);
            assertSame(readToTheEnd(cut), expected.get(expected.size() - 1));
        }
    }

    private static Moment readToTheEnd(KnownLog known) {
        Moment now = known.begin();
        for (Optional<LogEntry> next = known.records().next();
                next.isPresent();
                next = known.records().next()) {
            now = now.take(next.get());
        }
        return now;
    }

    @Test
    void sayWhereALogThatWasCutBegins() {
        log.begin = 300;
        assertNone(moments, new LogPlace.Offset(299), Reason.CUT, "begins at 0@300");
        assertNone(moments, new LogPlace.Offset(400), Reason.CUT, "no moment is kept from which 0@400 follows");
        assertNone(moments, time(timeMs(99)), Reason.CUT, "because what was before that was deleted");
    }

    @Test
    void refuseAnotherPartitionAndWhatIsStillToCome() {
        assertNone(
                moments,
                new LogPlace.At(4, 1),
                Reason.OTHER_PARTITION,
                "of partition 0, where region default is at home");
        long end = STRIDE * (COMMANDS - 1) + 1;
        assertNone(moments, new LogPlace.Offset(end), Reason.IN_FUTURE, "before 0@" + end);
        log.nowMs = timeMs(COMMANDS) + 1_000;
        assertNone(moments, time(log.nowMs + 1), Reason.IN_FUTURE, "which is now");
        assertThat(moments.at(REGION, time(log.nowMs), NOTHING).moment().through())
                .isEqualTo(end - 1);
    }

    @Test
    void takeATimeForTheLastPositionThatIsNotLater() {
        for (int index : new int[] {0, 1, 500, COMMANDS - 2}) {
            // Whatever other regions have before the next record of this one counts as well.
            long last = STRIDE * (index + 1) - 1;
            assertThat(throughAt(time(timeMs(index)))).isEqualTo(last);
            assertThat(throughAt(time(timeMs(index + 1) - 1))).isEqualTo(last);
        }
        assertNone(moments, time(timeMs(0) - 1), Reason.BEFORE_LOG, "begins at 0@0, 1970-01-01T00:16:40Z");
    }

    @Test
    void sayWhereTimesGoBack() {
        // A broker took over whose clock was 100 s behind.
        for (int index = 1_000; index < COMMANDS; index++) {
            LogEntry.Readable entry = (LogEntry.Readable) log.entries.get(index);
            Position at = entry.position();
            log.entries.set(
                    index,
                    new LogEntry.Readable(
                            new Position(0, at.offset(), at.timestampMs() - 100_000), entry.sent(), entry.hash()));
        }
        Moments.Found found = moments.at(REGION, time(timeMs(950)), NOTHING);
        assertThat(found.moment().through()).isEqualTo(STRIDE * 1_050);
        assertThat(found.wentBack().orElseThrow().offset()).isEqualTo(STRIDE * 1_000);
        Moments.Found before = moments.at(REGION, time(timeMs(890)), NOTHING);
        assertThat(before.wentBack()).isEmpty();
        assertThat(before.moment().view().position().offset()).isEqualTo(STRIDE * 890);
    }

    /** Whoever asks for a time later does not wait for what came meanwhile; before somebody asks nothing is read. */
    @Test
    void readOnInTheTimesOnceSomebodyHasAskedForOne() {
        List<LogEntry> later = List.copyOf(log.entries.subList(700, COMMANDS));
        log.entries.subList(700, COMMANDS).clear();
        Position last = later.get(later.size() - 1).position();
        moments.at(REGION, time(timeMs(10)), NOTHING);
        log.entries.addAll(later);
        Moments unasked = log.moments(LOG);
        for (Moments each : List.of(moments, unasked)) {
            each.at(REGION, new LogPlace.Offset(last.offset()), NOTHING);
            each.seeTimes(REGION, last);
        }
        int index = 800;
        int[] read = {0};
        moments.at(REGION, time(timeMs(index)), () -> read[0]++);
        int ofIncomplete = 1_024 / STRIDE;
        assertThat(read[0]).isLessThan(ofIncomplete + KeptMoments.SPACING + 2);
        read[0] = 0;
        assertThat(unasked.at(REGION, time(timeMs(index)), () -> read[0]++)
                        .moment()
                        .through())
                .isEqualTo(STRIDE * (index + 1) - 1);
        assertThat(read[0]).isGreaterThan(3 * ofIncomplete - 10);
    }

    @Test
    void areAllThatNothingWasBeforeInAnEmptyLog() {
        log.entries.clear();
        assertNone(moments, new LogPlace.Offset(0), Reason.IN_FUTURE, "before 0@0");
        assertNone(moments, time(timeMs(0)), Reason.BEFORE_LOG, "is empty");
    }

    @Test
    void keepWhatWasReadBeforeADeadline() {
        int[] read = {0};
        Runnable late = () -> {
            if (read[0]++ == 1_000) {
                throw new IllegalStateException("too late");
            }
        };
        LogPlace asked = new LogPlace.Offset(STRIDE * 1_500);
        assertThatThrownBy(() -> moments.at(REGION, asked, late)).hasMessage("too late");
        read[0] = 0;
        Moment found = moments.at(REGION, asked, () -> read[0]++).moment();
        assertThat(read[0]).isLessThan(800);
        assertSame(found, log.expected().get(STRIDE * 1_500));
    }

    /** Hardly any of the records on the way is the region's, and meanwhile others are asked for. */
    @Test
    void comeToTheEndOfALongWayOfAQuietRegionHoweverOftenADeadlineEndsIt() {
        LogEntry last = COMMON.get(COMMANDS - 1);
        log.entries.subList(1, COMMANDS - 1).clear();
        Moments quiet = new Moments(
                ListedMoments.logs(each -> new ListedLog(LOG, log.entries, 0, each).withForeign()),
                log.dir,
                SPACING,
                () -> log.nowMs,
                () -> true);
        log.opened(quiet);
        LogPlace asked = new LogPlace.Offset(last.position().offset());
        int[] read = {0};
        Runnable late = () -> {
            if (read[0]++ == 2_000) {
                throw new IllegalStateException("too late");
            }
        };
        for (int i = 0; i < 2; i++) {
            read[0] = 0;
            assertThatThrownBy(() -> quiet.at(REGION, asked, late)).hasMessage("too late");
        }
        read[0] = 0;
        quiet.at(REGION, asked, late);
        assertThat(read[0]).isEqualTo((int) last.position().offset() + 1 - 2 * (2_000 - 1));
    }

    private long throughAt(LogPlace asked) {
        return moments.at(REGION, asked, NOTHING).moment().through();
    }
}
