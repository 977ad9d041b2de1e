package dev.berth.events.log;

import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import java.time.Instant;
import java.util.Optional;

/**
 * Where in its partition a place of a region is. A position is there itself. A time means the last record of the
 * partition that is not later, wherever it is.
 *
 * @param offset the last one that counts; one before the first record if nothing does
 * @param wentBack where the times of the log go back about the time, if they do
 */
public record FoundPlace(long offset, Optional<WentBack> wentBack) {
    /**
     * Records that are not later than a time behind one that is.
     *
     * @param later the first record that is later
     * @param first the first behind it that is not
     * @param last the last behind it that is not
     */
    public record WentBack(Position later, Position first, Position last) {
        /** The same in words, for whoever asked for the time. */
        public String text(LogPlace asked) {
            return "the times of the log go back: " + later + " is of " + Instant.ofEpochMilli(later.timestampMs())
                    + ", and " + last + " behind it of " + Instant.ofEpochMilli(last.timestampMs()) + "; " + last
                    + " is the last that is not after " + asked;
        }
    }

    /**
     * Finds a place that was asked for.
     *
     * @param log of the region, which is read where times may have gone back
     * @param extent where its partition begins and ends
     * @param times what is known of the partition's times, and will be
     * @param nowMs milliseconds since the epoch. A later time is still to come, unless a record has one that is later
     *     still: then the broker's clock is ahead of ours
     * @throws NoPlaceException if there is no such place
     */
    public static FoundPlace of(
            LogPlace asked,
            Region region,
            RegionLog log,
            LogProgress.Partition extent,
            EarliestTimes times,
            long nowMs) {
        if (asked instanceof LogPlace.Time time) {
            return of(time, log, extent, times, nowMs);
        }
        if (asked instanceof LogPlace.At at && at.partition() != extent.partition()) {
            throw NoPlaceException.otherPartition(at, region, extent);
        }
        long offset = asked instanceof LogPlace.At at
                ? at.offset()
                : asked instanceof LogPlace.Offset plain ? plain.offset() : extent.end() - 1;
        if (offset >= extent.end()) {
            throw NoPlaceException.notThereYet(offset, extent);
        }
        return new FoundPlace(offset, Optional.empty());
    }

    /**
     * The first offset that a part of the log has which begins at a place: a position itself, for a time the first
     * record that is not before it, and now the end.
     *
     * @param log of the region
     * @param extent where its partition begins and ends
     * @throws NoPlaceException if the position is of another partition, or behind the end
     */
    public static long firstFrom(LogPlace asked, Region region, RegionLog log, LogProgress.Partition extent) {
        if (asked instanceof LogPlace.Now) {
            return extent.end();
        }
        if (asked instanceof LogPlace.Time time) {
            return Math.min(log.firstAfter(time.firstMs() - 1), extent.end());
        }
        if (asked instanceof LogPlace.At at && at.partition() != extent.partition()) {
            throw NoPlaceException.otherPartition(at, region, extent);
        }
        long offset = asked instanceof LogPlace.At at ? at.offset() : ((LogPlace.Offset) asked).offset();
        if (offset > extent.end()) {
            throw NoPlaceException.notThereYet(offset, extent);
        }
        return offset;
    }

    private static FoundPlace of(
            LogPlace.Time asked, RegionLog log, LogProgress.Partition extent, EarliestTimes times, long nowMs) {
        if (asked.lastMs() > nowMs && log.firstAfter(asked.lastMs() - 1) >= extent.end()) {
            throw NoPlaceException.stillToCome(asked, nowMs);
        }
        FoundPlace place = times.lastNotAfter(asked.lastMs(), log, extent);
        if (place.offset < extent.begin()) {
            throw NoPlaceException.beforeLog(asked, extent, begins(log, extent));
        }
        return place;
    }

    private static String begins(RegionLog log, LogProgress.Partition extent) {
        log.seek(extent.begin(), extent.end());
        return log.nextPosition()
                .map(first -> "begins at " + first + ", " + Instant.ofEpochMilli(first.timestampMs()))
                .orElse("is empty");
    }
}
