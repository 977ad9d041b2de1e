package dev.berth.projector.moment;

import dev.berth.events.command.LogEntry;
import dev.berth.events.log.EarliestTimes;
import dev.berth.events.log.FoundPlace;
import dev.berth.events.log.FoundPlace.WentBack;
import dev.berth.events.log.LogPlace;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.NoPlaceException;
import dev.berth.events.log.RegionLog;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.moment.Moment;
import dev.berth.ledger.state.RecentCommands;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Finds what a region was at any position of its log: from the nearest moment that is kept, and the records of the log
 * from there. It reads by itself and asks nothing of the stream thread. Any thread, which waits for Kafka.
 */
public final class Moments implements AutoCloseable {
    /** How many commands of a region there are from one file to the next at least. */
    public static final int FILE_SPACING = 16_384;

    /** What the files of all regions may take on the disk. */
    private static final long FILES_BYTES_MAX = 2L << 30;

    /** To read a file takes about as long as to fold this part of the commands between two. */
    private static final int FILE_WORTH = 4;

    /** How many offsets are read until where it is then is kept, also if few of the records are the region's. */
    private static final int OFFSETS_WORTH = 1 << 18;

    private final OpenLogs logs;
    private final MomentFiles files;
    private final KeptMoments kept;
    /** By partition, of those in which somebody has asked for a time. */
    private final Map<Integer, EarliestTimes> times = new ConcurrentHashMap<>();

    private final LongSupplier clockMs;
    private final int fileWorth;

    /**
     * A moment as it was asked for.
     *
     * @param wentBack where the times of the log go back so that the moment has records in it that are later than the
     *     time that was asked for: the first record behind them
     */
    public record Found(Moment moment, Optional<Position> wentBack) {}

    /**
     * @param dir where moments are kept; this program's alone, and made when it is needed
     * @param fileSpacing how many commands of a region there are from one file to the next at least, such as
     *     {@link #FILE_SPACING}
     * @param clockMs such as {@link System#currentTimeMillis}
     * @param hasRoom whether the disk has room for more
     */
    public Moments(MomentLogs logs, Path dir, int fileSpacing, LongSupplier clockMs, BooleanSupplier hasRoom) {
        this.logs = new OpenLogs(logs);
        this.files = new MomentFiles(dir, fileSpacing, FILES_BYTES_MAX, hasRoom);
        this.kept = new KeptMoments(System::nanoTime);
        this.clockMs = clockMs;
        this.fileWorth = fileSpacing / FILE_WORTH;
    }

    /**
     * The region at a moment.
     *
     * @param each run before each record that is read; what it throws ends the reading, but what was kept until then
     *     is there when it is asked for again
     * @throws NoPlaceException if there is no such moment, or it cannot be known
     * @throws dev.berth.events.log.KafkaUnreachableException if Kafka does not answer
     * @throws dev.berth.events.log.DamagedRecordException if a record on the way is damaged
     */
    public Found at(Region region, LogPlace asked, Runnable each) {
        return logs.read(region, each, log -> {
            LogProgress.Partition extent = log.refresh();
            FoundPlace place = FoundPlace.of(asked, region, log, extent, times(asked, extent), clockMs.getAsLong());
            return new Found(
                    fold(region, log, extent, place.offset()), place.wentBack().map(WentBack::first));
        });
    }

    /**
     * Opens the log of a region from where it is known on.
     *
     * @param each run before each record that is read; what it throws ends the reading
     * @throws NoPlaceException if its beginning was deleted, and no moment behind that is kept
     * @throws dev.berth.events.log.KafkaUnreachableException if Kafka does not answer
     */
    public KnownLog open(Region region, Runnable each) {
        RegionLog log = logs.open(region, each);
        try {
            LogProgress.Partition extent = log.refresh();
            Moment begin = extent.begin() == 0 ? Moment.beginning(log.id(), region) : first(region, log, extent);
            log.seek(begin.through() + 1, extent.end());
            return new KnownLog(begin, log);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /**
     * Opens the log of a region behind a moment.
     *
     * @param each run before each record that is read; what it throws ends the reading
     * @throws NoPlaceException if there is no such moment, or it cannot be known
     * @throws dev.berth.events.log.KafkaUnreachableException if Kafka does not answer
     */
    public KnownLog openBehind(Region region, LogPlace asked, Runnable each) {
        Moment begin = at(region, asked, each).moment();
        RegionLog log = logs.open(region, each);
        try {
            LogProgress.Partition extent = log.refresh();
            log.seek(Math.min(begin.through() + 1, extent.end()), extent.end());
            return new KnownLog(begin, log);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** The first moment that is kept from which a log that was cut goes on. */
    private Moment first(Region region, RegionLog log, LogProgress.Partition extent) {
        Optional<Moment> inMemory = kept.ceiling(region, extent.begin() - 1);
        long before = inMemory.map(Moment::through).orElse(Long.MAX_VALUE);
        Optional<MomentFiles.Kept> file = files.ceiling(region, extent.begin() - 1);
        while (file.filter(each -> each.through() < before).isPresent()) {
            Optional<Moment> read = read(region, file.get(), log, extent);
            if (read.isPresent()) {
                return read.get();
            }
            file = files.ceiling(region, file.get().through() + 1);
        }
        return inMemory.orElseThrow(() -> NoPlaceException.cut(extent.begin(), region, extent));
    }

    /**
     * Keeps the present of a region, which is about to be the past.
     *
     * @param now as this instance decided it
     */
    public void see(RegionFold now) {
        if (now.view().recent().count() > 0) {
            kept.see(now).ifPresent(moment -> files.keep(moment, logs.id()));
        }
    }

    private EarliestTimes times(LogPlace asked, LogProgress.Partition extent) {
        return asked instanceof LogPlace.Time
                ? times.computeIfAbsent(extent.partition(), first -> new EarliestTimes())
                : new EarliestTimes();
    }

    /**
     * Reads on in the times of a partition, so that whoever asks for one does not have to wait for that; not before
     * somebody has asked for one.
     *
     * @param region of the partition
     * @param taken the last record of the region
     */
    void seeTimes(Region region, Position taken) {
        EarliestTimes known = times.get(taken.partition());
        if (known != null && known.isBehind(taken.offset())) {
            logs.read(region, () -> {}, log -> {
                known.goOn(log, log.refresh());
                return known;
            });
        }
    }

    /** Closes logs that nobody has read for a while. */
    void closeIdle() {
        logs.closeIdle();
    }

    /** Lets go what was kept of the present of all other regions. */
    void seeOnly(Collection<Region> regions) {
        kept.seeOnly(regions);
    }

    private Moment fold(Region region, RegionLog log, LogProgress.Partition extent, long offset) {
        KeptMoments.Found from = nearest(region, log, extent, offset);
        Moment at = from.moment();
        if (at.through() + 1 < extent.begin() && at.through() < offset) {
            throw NoPlaceException.cut(offset, region, extent);
        }
        return at.through() < offset ? read(log, from, offset) : at;
    }

    private Moment read(RegionLog log, KeptMoments.Found from, long offset) {
        KeptMoments.Walk walk = kept.walk(from);
        try {
            for (long next = walk.now().through() + 1; next <= offset; next += OFFSETS_WORTH) {
                long behind = Math.min(next + OFFSETS_WORTH, offset + 1);
                read(log, walk, next, behind);
                walk.pass(behind - 1, behind - next == OFFSETS_WORTH);
            }
            return walk.now();
        } catch (RuntimeException ended) {
            // The record before the next one may be the region's and not taken yet.
            walk.pass(Math.min(log.progress().next() - 2, offset), true);
            throw ended;
        }
    }

    private void read(RegionLog log, KeptMoments.Walk walk, long from, long behind) {
        log.seek(from, behind);
        for (Optional<LogEntry> next = log.next(); next.isPresent(); next = log.next()) {
            if (walk.take(next.get())) {
                files.keep(walk.now(), log.id());
            }
        }
    }

    private KeptMoments.Found nearest(Region region, RegionLog log, LogProgress.Partition extent, long offset) {
        Optional<KeptMoments.Found> inMemory = kept.floor(region, offset);
        long least = inMemory.map(found -> found.moment().decided() + fileWorth).orElse(0L);
        Optional<MomentFiles.Kept> file = files.floor(region, offset);
        while (file.filter(each -> each.decided() > least).isPresent()) {
            Optional<Moment> read = read(region, file.get(), log, extent);
            if (read.isPresent()) {
                KeptMoments.Stretch stretch = kept.begin(region);
                kept.keep(stretch, read.get());
                return new KeptMoments.Found(read.get(), Optional.of(stretch));
            }
            file = files.floor(region, file.get().through() - 1);
        }
        return inMemory.orElseGet(() -> new KeptMoments.Found(Moment.beginning(log.id(), region), Optional.empty()));
    }

    /** The moment in a file, if it is one of the log as it is now. */
    private Optional<Moment> read(Region region, MomentFiles.Kept file, RegionLog log, LogProgress.Partition extent) {
        Optional<Moment> read = files.read(region, file, log.id());
        if (read.isPresent() && !isOf(log, extent, read.get())) {
            files.drop(region, file, "the log has another record there");
            return Optional.empty();
        }
        return read;
    }

    /** Whether the log has the record that a moment took last, as far as that is still there. */
    private static boolean isOf(RegionLog log, LogProgress.Partition extent, Moment moment) {
        long decided = moment.decided();
        for (RecentCommands.Entry last : moment.view().recent().since(decided - 1)) {
            long offset = last.position().offset();
            if (offset >= extent.end()) {
                return false;
            }
            if (offset >= extent.begin()) {
                log.seek(offset, offset + 1);
                return log.next().filter(record -> isSame(record, last)).isPresent();
            }
        }
        return true;
    }

    private static boolean isSame(LogEntry record, RecentCommands.Entry last) {
        return record.position().equals(last.position()) && id(record).equals(Optional.of(last.commandId()));
    }

    private static Optional<CommandId> id(LogEntry record) {
        if (record instanceof LogEntry.Readable readable) {
            return Optional.of(readable.command().commandId());
        }
        return record instanceof LogEntry.Malformed malformed ? Optional.of(malformed.commandId()) : Optional.empty();
    }

    @Override
    public void close() {
        logs.close();
    }
}
