package dev.berth.projector.moment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.events.command.Command;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.log.ListedLog;
import dev.berth.events.log.LogPlace;
import dev.berth.events.log.NoPlaceException;
import dev.berth.events.log.NoPlaceException.Reason;
import dev.berth.events.log.RegionLog;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.Trait;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.moment.Moment;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.projector.store.MomentRows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moments of a log that is a list of records, against a fold of all of them one after the other. */
final class MomentsTest {
    private static final LogId LOG = new LogId("one");
    private static final Region REGION = Region.DEFAULT;
    private static final int COMMANDS = 2_000;
    private static final int SPACING = 300;
    private static final Runnable NOTHING = () -> {};

    /** Every third offset is another region's. */
    private static final int STRIDE = 3;

    private static final int STOPPED = 700;
    private static final int SKIPPED = 760;
    private static final List<LogEntry> COMMON = log();
    private static final List<Moment> COMMON_EXPECTED = expected(LOG, COMMON);

    @TempDir
    private Path dir;

    private final List<LogEntry> entries = new ArrayList<>(COMMON);
    private final List<Moments> opened = new ArrayList<>();
    private long begin;
    private long nowMs = Long.MAX_VALUE / 2;
    private Moments moments;

    @BeforeEach
    void open() {
        moments = moments(LOG);
    }

    @AfterEach
    void close() {
        opened.forEach(Moments::close);
    }

    @Test
    void agreeWithAFoldOfAllThatWasBefore() {
        List<Moment> expected = expected();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 25; i++) {
            int offset = random.nextInt(expected.size());
            assertSame(moments.at(REGION, new LogPlace.Offset(offset), NOTHING).moment(), expected.get(offset));
        }
        // What was kept in files, and by nobody's memory.
        Moments others = moments(LOG);
        for (int i = 0; i < 25; i++) {
            int offset = random.nextInt(expected.size());
            assertSame(others.at(REGION, new LogPlace.At(0, offset), NOTHING).moment(), expected.get(offset));
        }
        assertThat(files()).hasSizeGreaterThanOrEqualTo(3);
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
        moments(LOG).at(REGION, new LogPlace.Offset(STRIDE * COMMANDS / 2), () -> read[0]++);
        assertThat(read[0]).isLessThanOrEqualTo(SPACING + KeptMoments.SPACING + 1);
    }

    @Test
    void goOnFromWhatWasSeenAsItPassed() {
        Moment passed = expected().get(STRIDE * 1_500);
        moments.see(passed.fold());
        int[] read = {0};
        Moment found = moments.at(REGION, new LogPlace.Offset(STRIDE * 1_510), () -> read[0]++)
                .moment();
        assertThat(read[0]).isEqualTo(10);
        assertSame(found, expected().get(STRIDE * 1_510));
    }

    @Test
    void dropADamagedFileAndReadTheLogInstead() throws IOException {
        moments.at(REGION, new LogPlace.Offset(STRIDE * (COMMANDS - 1)), NOTHING);
        Path last = files().get(files().size() - 1);
        byte[] whole = Files.readAllBytes(last);
        long through = through(last);
        Moment expected = expected().get((int) through);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 12; i++) {
            byte[] damaged = whole.clone();
            if (i % 4 == 0) {
                damaged = Arrays.copyOf(whole, random.nextInt(whole.length));
            } else {
                damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(last, damaged);
            Files.setLastModifiedTime(last, FileTime.fromMillis(0));
            assertSame(
                    moments(LOG)
                            .at(REGION, new LogPlace.Offset(through), NOTHING)
                            .moment(),
                    expected);
            // It was deleted, and may have been written again.
            assertThat(Files.exists(last) && Files.getLastModifiedTime(last).toMillis() == 0)
                    .as("damage " + i)
                    .isFalse();
        }
    }

    @Test
    void takeNothingForAFileThatIsEmptyOrAnotherRegionsOrADirectory() throws IOException {
        moments.at(REGION, new LogPlace.Offset(STRIDE * (COMMANDS - 1)), NOTHING);
        List<Path> all = files();
        Path first = all.get(0);
        Path middle = all.get(1);
        Path last = all.get(all.size() - 1);
        // Of a region with the same name that another program has written.
        try (OutputStream out = Files.newOutputStream(first)) {
            Moment other = Moment.beginning(LOG, new Region("other"));
            MomentRows.write(other.take(COMMON.get(0)).through(through(first)), LOG, out);
        }
        Files.write(middle, new byte[0]);
        Files.delete(last);
        Files.createDirectory(last);
        for (Path file : List.of(first, middle, last)) {
            int offset = (int) through(file) + 2;
            assertSame(
                    moments(LOG)
                            .at(REGION, new LogPlace.Offset(offset), NOTHING)
                            .moment(),
                    expected().get(offset));
        }
    }

    /** What the disk does not let anybody look at hides none of the others. */
    @Test
    void findTheOtherFilesBesideOneThatCannotBeLookedAt() throws IOException {
        moments.at(REGION, new LogPlace.Offset(STRIDE * (COMMANDS - 1)), NOTHING);
        Path folder = dir.resolve("default");
        for (int i = 0; i < 20; i++) {
            Files.createSymbolicLink(folder.resolve(i + "-1.moment"), folder.resolve("nowhere"));
        }
        long last = through(files().get(files().size() - 1));
        int[] read = {0};
        moments(LOG).at(REGION, new LogPlace.Offset(last + STRIDE), () -> read[0]++);
        assertThat(read[0]).isLessThan(10);
    }

    /** Where no folder can be made, and where a folder cannot be read. */
    @Test
    void doWithoutADirectoryThatCannotBeUsed() throws IOException {
        Files.createFile(dir.resolve("default"));
        int offset = STRIDE * 900;
        assertSame(
                moments.at(REGION, new LogPlace.Offset(offset), NOTHING).moment(),
                expected().get(offset));
        assertThat(dir.resolve("default")).isRegularFile();
    }

    @Test
    void dropFilesOfAnotherLog() {
        moments.at(REGION, new LogPlace.Offset(STRIDE * (COMMANDS - 1)), NOTHING);
        // The same topic's name and the same directory, but a topic that was made again.
        LogId again = new LogId("two");
        Moment expected = expected(again).get(STRIDE * 1_000);
        assertSame(
                moments(again)
                        .at(REGION, new LogPlace.Offset(STRIDE * 1_000), NOTHING)
                        .moment(),
                expected);
    }

    @Test
    void dropFilesThatFollowFromOtherRecords() {
        moments.at(REGION, new LogPlace.Offset(STRIDE * (COMMANDS - 1)), NOTHING);
        long through = through(files().get(files().size() - 1));
        // Somebody has put another record where the file ends.
        int index = (int) (through / STRIDE);
        entries.set(index, readable(index, new CreateTrait(id(9_999_999), Trait.of("CUSTOM_OTHER"))));
        Moment found =
                moments(LOG).at(REGION, new LogPlace.Offset(through), NOTHING).moment();
        assertSame(found, expected().get((int) through));
    }

    @Test
    void answerBehindACutFromWhatIsKept() {
        List<Moment> expected = expected();
        moments.at(REGION, new LogPlace.Offset(STRIDE * (COMMANDS - 1)), NOTHING);
        Path middle = files().get(files().size() / 2);
        begin = through(middle) + 1;
        int offset = (int) begin + STRIDE * 100;
        assertSame(moments(LOG).at(REGION, new LogPlace.Offset(offset), NOTHING).moment(), expected.get(offset));
        assertSame(
                moments(LOG)
                        .at(REGION, new LogPlace.Offset(through(middle)), NOTHING)
                        .moment(),
                expected.get((int) through(middle)));
        assertNone(moments(LOG), new LogPlace.Offset(through(middle) - 1), Reason.CUT, "begins at 0@" + begin);
    }

    /** With a file behind the cut, and with what was seen as it passed alone. */
    @Test
    void areWhereALogThatWasCutIsKnownFrom() {
        List<Moment> expected = expected();
        try (KnownLog whole = moments.open(REGION, NOTHING)) {
            assertThat(whole.begin().through()).isEqualTo(Moment.BEGINNING);
            assertSame(readToTheEnd(whole), expected.get(expected.size() - 1));
        }
        moments.at(REGION, new LogPlace.Offset(STRIDE * (COMMANDS - 1)), NOTHING);
        long known = through(files().get(1));
        begin = through(files().get(0)) + 2;
        try (KnownLog cut = moments(LOG).open(REGION, NOTHING)) {
            assertSame(cut.begin(), expected.get((int) known));
            assertSame(readToTheEnd(cut), expected.get(expected.size() - 1));
        }
        begin = STRIDE * (COMMANDS - 10);
        Moments others = moments(LOG);
        assertThatThrownBy(() -> others.open(REGION, NOTHING))
                .isInstanceOf(NoPlaceException.class)
                .hasMessageContaining("begins at 0@" + begin);
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
        begin = 300;
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
        nowMs = timeMs(COMMANDS) + 1_000;
        assertNone(moments, time(nowMs + 1), Reason.IN_FUTURE, "which is now");
        assertThat(moments.at(REGION, time(nowMs), NOTHING).moment().through()).isEqualTo(end - 1);
    }

    @Test
    void takeATimeForTheLastPositionThatIsNotLater() {
        for (int index : new int[] {0, 1, 500, COMMANDS - 2}) {
            // Whatever other regions have before the next record of this one counts as well.
            long last = STRIDE * (index + 1) - 1;
            assertThat(through(time(timeMs(index)))).isEqualTo(last);
            assertThat(through(time(timeMs(index + 1) - 1))).isEqualTo(last);
        }
        assertNone(moments, time(timeMs(0) - 1), Reason.BEFORE_LOG, "begins at 0@0, 1970-01-01T00:16:40Z");
    }

    @Test
    void sayWhereTimesGoBack() {
        // A broker took over whose clock was 100 s behind.
        for (int index = 1_000; index < COMMANDS; index++) {
            LogEntry.Readable entry = (LogEntry.Readable) entries.get(index);
            Position at = entry.position();
            entries.set(
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
        List<LogEntry> later = List.copyOf(entries.subList(700, COMMANDS));
        entries.subList(700, COMMANDS).clear();
        Position last = later.get(later.size() - 1).position();
        moments.at(REGION, time(timeMs(10)), NOTHING);
        entries.addAll(later);
        Moments unasked = moments(LOG);
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
        entries.clear();
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
        assertSame(found, expected().get(STRIDE * 1_500));
    }

    /** Hardly any of the records on the way is the region's, and meanwhile others are asked for. */
    @Test
    void comeToTheEndOfALongWayOfAQuietRegionHoweverOftenADeadlineEndsIt() {
        LogEntry last = COMMON.get(COMMANDS - 1);
        entries.subList(1, COMMANDS - 1).clear();
        Moments quiet = new Moments(
                logs(each -> new ListedLog(LOG, entries, 0, each).withForeign()),
                dir,
                SPACING,
                () -> nowMs,
                () -> true);
        opened.add(quiet);
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

    @Test
    void dropAFileThatWasRenamed() throws IOException {
        moments.at(REGION, new LogPlace.Offset(STRIDE * (COMMANDS - 1)), NOTHING);
        Path last = files().get(files().size() - 1);
        long through = through(last);
        Path renamed = last.resolveSibling(
                (through + 3) + "-" + last.getFileName().toString().split("-")[1]);
        Files.move(last, renamed);
        int offset = (int) through + 3;
        assertSame(
                moments(LOG).at(REGION, new LogPlace.Offset(offset), NOTHING).moment(),
                expected().get(offset));
        assertThat(renamed).doesNotExist();
    }

    @Test
    void areNotWrittenWhereThereIsNoRoom() {
        Moments full = new Moments(logs(LOG), dir.resolve("full"), SPACING, () -> nowMs, () -> false);
        opened.add(full);
        full.at(REGION, new LogPlace.Offset(STRIDE * 1_500), NOTHING);
        assertThat(dir.resolve("full")).doesNotExist();
    }

    private static void assertNone(Moments moments, LogPlace asked, Reason reason, String words) {
        assertThatThrownBy(() -> moments.at(REGION, asked, NOTHING))
                .isInstanceOfSatisfying(
                        NoPlaceException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(words);
    }

    private static void assertSame(Moment found, Moment expected) {
        String what = "through " + expected.through();
        assertThat(found.through()).as(what).isEqualTo(expected.through());
        assertThat(found.view().position()).as(what).isEqualTo(expected.view().position());
        assertThat(found.view().chain()).as(what).isEqualTo(expected.view().chain());
        assertThat(StateDigest.of(found.view())).as(what).isEqualTo(StateDigest.of(expected.view()));
        assertThat(found.fold().stop()).as(what).isEqualTo(expected.fold().stop());
        assertThat(found.fold().waiting()).as(what).isEqualTo(expected.fold().waiting());
    }

    private long through(LogPlace asked) {
        return moments.at(REGION, asked, NOTHING).moment().through();
    }

    private static long through(Path file) {
        return Long.parseLong(file.getFileName().toString().split("-")[0]);
    }

    /** In order of their offsets. */
    private List<Path> files() {
        try (Stream<Path> all = Files.list(dir.resolve("default"))) {
            return all.sorted((one, other) -> Long.compare(through(one), through(other)))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Moments moments(LogId id) {
        Moments made = new Moments(logs(id), dir, SPACING, () -> nowMs, () -> true);
        opened.add(made);
        return made;
    }

    private static MomentLogs logs(Function<Runnable, RegionLog> opening) {
        return new MomentLogs() {
            @Override
            public LogId id() {
                return LOG;
            }

            @Override
            public RegionLog open(Region region, Runnable each) {
                return opening.apply(each);
            }
        };
    }

    private MomentLogs logs(LogId id) {
        return new MomentLogs() {
            @Override
            public LogId id() {
                return id;
            }

            @Override
            public RegionLog open(Region region, Runnable each) {
                return new ListedLog(id, entries, begin, each);
            }
        };
    }

    private static LogPlace time(long timeMs) {
        return new LogPlace.Time(Instant.ofEpochMilli(timeMs));
    }

    private static long timeMs(int index) {
        return 1_000_000L + 1_000L * index;
    }

    private List<Moment> expected() {
        return entries.equals(COMMON) ? COMMON_EXPECTED : expected(LOG);
    }

    private List<Moment> expected(LogId id) {
        return expected(id, entries);
    }

    /** One for each offset. */
    private static List<Moment> expected(LogId id, List<LogEntry> entries) {
        List<Moment> all = new ArrayList<>();
        Moment now = Moment.beginning(id, REGION);
        for (LogEntry entry : entries) {
            while (all.size() < entry.position().offset()) {
                all.add(now.through(all.size()));
            }
            now = now.take(entry);
            all.add(now);
        }
        return all;
    }

    /** What chance sends, and in it a record that nobody can read, at which the region stops a while. */
    private static List<LogEntry> log() {
        RandomCommands commands = new RandomCommands(11, new Symbols());
        List<LogEntry> log = new ArrayList<>();
        Moment now = Moment.beginning(LOG, REGION);
        for (int index = 0; index < COMMANDS; index++) {
            LogEntry next = index == STOPPED
                    ? new LogEntry.Unreadable(position(index), "no schema", Sha256.NONE)
                    : readable(
                            index,
                            index == SKIPPED
                                    ? new SkipRecord(
                                            id(index), position(STOPPED).offset())
                                    : commands.next(now.view()));
            log.add(next);
            now = now.take(next);
        }
        assertThat(now.isGoingOn()).isTrue();
        return log;
    }

    private static LogEntry readable(int index, Command command) {
        return new LogEntry.Readable(position(index), command, Sha256.NONE);
    }

    private static Position position(int index) {
        return new Position(0, (long) STRIDE * index, timeMs(index));
    }

    private static CommandId id(int number) {
        return new CommandId(new UUID(77, number));
    }
}
