package dev.berth.events.log;

import dev.berth.events.command.LogEntry;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import java.util.Optional;

/**
 * The log of one region, to be read from any place and more than once. Records of other regions in its partition are
 * passed over. For one thread at a time.
 */
public interface RegionLog extends AutoCloseable {
    /** The region's next record; empty at the end. */
    Optional<LogEntry> next();

    /** How far it is in the partition in which the region is at home. */
    LogProgress.Partition progress();

    @Override
    void close();

    /** Which log it is. */
    LogId id();

    /** Finds out where the partition begins and ends now, and says so. */
    LogProgress.Partition refresh();

    /**
     * Goes to an offset, forth or back; {@link #next} reads from there.
     *
     * @param from from {@link LogProgress.Partition#begin} to the end
     * @param to behind the last offset to be read
     */
    void seek(long from, long to);

    /** Where the next record of the partition is, whosever it is, and when it was appended; empty at the end. */
    Optional<Position> nextPosition();

    /**
     * The first offset whose record was appended later than a time; the end if there is none. Where the times of the
     * log go back, records behind it may be older.
     *
     * @param timestampMs milliseconds since the epoch
     */
    long firstAfter(long timestampMs);
}
