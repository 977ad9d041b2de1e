package dev.berth.projector.moment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.events.command.Command;
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
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.moment.Moment;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Moments of a log that is a list of records, beside a fold of all of them one after the other. */
final class ListedMoments implements AutoCloseable {
    static final LogId LOG = new LogId("one");
    static final Region REGION = Region.DEFAULT;
    static final int COMMANDS = 2_000;
    static final int SPACING = 300;
    static final Runnable NOTHING = () -> {};

    /** Every third offset is another region's. */
    static final int STRIDE = 3;

    static final int STOPPED = 700;
    static final int SKIPPED = 760;
    static final List<LogEntry> COMMON = log();
    static final List<Moment> COMMON_EXPECTED = expected(LOG, COMMON);

    final Path dir;
    final List<LogEntry> entries = new ArrayList<>(COMMON);
    private final List<Moments> opened = new ArrayList<>();
    long begin;
    long nowMs = Long.MAX_VALUE / 2;

    ListedMoments(Path dir) {
        this.dir = dir;
    }

    @Override
    public void close() {
        opened.forEach(Moments::close);
    }

    static void assertNone(Moments moments, LogPlace asked, Reason reason, String words) {
        assertThatThrownBy(() -> moments.at(REGION, asked, NOTHING))
                .isInstanceOfSatisfying(
                        NoPlaceException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(words);
    }

    static void assertSame(Moment found, Moment expected) {
        String what = "through " + expected.through();
        assertThat(found.through()).as(what).isEqualTo(expected.through());
        assertThat(found.view().position()).as(what).isEqualTo(expected.view().position());
        assertThat(found.view().chain()).as(what).isEqualTo(expected.view().chain());
        assertThat(StateDigest.of(found.view())).as(what).isEqualTo(StateDigest.of(expected.view()));
        assertThat(found.fold().stop()).as(what).isEqualTo(expected.fold().stop());
        assertThat(found.fold().waiting()).as(what).isEqualTo(expected.fold().waiting());
    }

    static long through(Path file) {
        return Long.parseLong(file.getFileName().toString().split("-")[0]);
    }

    /** In order of their offsets. */
    List<Path> files() {
        try (Stream<Path> all = Files.list(dir.resolve("default"))) {
            return all.sorted((one, other) -> Long.compare(through(one), through(other)))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Moments moments(LogId id) {
        return opened(new Moments(logs(id), dir, SPACING, () -> nowMs, () -> true));
    }

    /** Others, which are closed with all. */
    Moments opened(Moments made) {
        opened.add(made);
        return made;
    }

    static MomentLogs logs(Function<Runnable, RegionLog> opening) {
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

    MomentLogs logs(LogId id) {
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

    static LogPlace time(long timeMs) {
        return new LogPlace.Time(Instant.ofEpochMilli(timeMs));
    }

    static long timeMs(int index) {
        return 1_000_000L + 1_000L * index;
    }

    List<Moment> expected() {
        return entries.equals(COMMON) ? COMMON_EXPECTED : expected(LOG);
    }

    List<Moment> expected(LogId id) {
        return expected(id, entries);
    }

    /** One for each offset. */
    static List<Moment> expected(LogId id, List<LogEntry> entries) {
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
    static List<LogEntry> log() {
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

    static LogEntry readable(int index, Command command) {
        return new LogEntry.Readable(position(index), command, Sha256.NONE);
    }

    static Position position(int index) {
        return new Position(0, (long) STRIDE * index, timeMs(index));
    }

    static CommandId id(int number) {
        return new CommandId(new UUID(77, number));
    }
}
