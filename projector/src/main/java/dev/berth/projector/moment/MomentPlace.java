package dev.berth.projector.moment;

import dev.berth.events.log.LogProgress;
import dev.berth.events.log.RegionLog;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.projector.moment.NoMomentException.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * Where in its partition a moment of a region lies.
 *
 * @param offset the last one that counts
 * @param wentBack the first record behind a later one that is not later than the time that was asked for, if the times
 *     of the log go back there
 */
record MomentPlace(long offset, Optional<Position> wentBack) {
    /**
     * How many records behind the first that is too late are looked at: times go back where another broker takes over
     * whose clock is behind, and by as much.
     */
    private static final int LOOKED_AT = 4_096;

    /**
     * The place in a log that was asked for.
     *
     * @param nowMs no later time can be asked for
     */
    static MomentPlace of(AsOf asked, Region region, RegionLog log, LogProgress.Partition extent, long nowMs) {
        if (asked instanceof AsOf.Time time) {
            return of(time, region, log, extent, nowMs);
        }
        if (asked instanceof AsOf.At at && at.partition() != extent.partition()) {
            throw new NoMomentException(
                    Reason.OTHER_PARTITION,
                    "expected a position of partition " + extent.partition() + ", where region " + region
                            + " is at home, but got " + at);
        }
        long offset = asked instanceof AsOf.At at ? at.offset() : ((AsOf.Offset) asked).offset();
        if (offset >= extent.end()) {
            throw new NoMomentException(
                    Reason.IN_FUTURE,
                    "expected a position before " + extent.partition() + "@" + extent.end()
                            + ", where the log of region " + region + " ends now, but got " + asked);
        }
        return new MomentPlace(offset, Optional.empty());
    }

    private static MomentPlace of(
            AsOf.Time asked, Region region, RegionLog log, LogProgress.Partition extent, long nowMs) {
        long timeMs = asked.time().toEpochMilli();
        if (timeMs > nowMs) {
            throw new NoMomentException(
                    Reason.IN_FUTURE,
                    "expected a time that is not after " + Instant.ofEpochMilli(nowMs) + ", which is now, but got "
                            + asked);
        }
        long tooLate = Math.min(log.firstAfter(timeMs), extent.end());
        MomentPlace place = lookBehind(log, tooLate, extent.end(), timeMs);
        if (place.offset < extent.begin()) {
            throw beforeLog(asked, region, log, extent);
        }
        return place;
    }

    /** Times may go back, so that a record behind the first that is too late is not too late. */
    private static MomentPlace lookBehind(RegionLog log, long tooLate, long end, long timeMs) {
        long last = tooLate - 1;
        Optional<Position> wentBack = Optional.empty();
        if (tooLate < end) {
            log.seek(tooLate, Math.min(end, tooLate + LOOKED_AT));
            for (Optional<Position> next = log.nextPosition(); next.isPresent(); next = log.nextPosition()) {
                if (next.get().timestampMs() <= timeMs) {
                    last = next.get().offset();
                    wentBack = wentBack.isPresent() ? wentBack : next;
                }
            }
        }
        return new MomentPlace(last, wentBack);
    }

    private static NoMomentException beforeLog(
            AsOf.Time asked, Region region, RegionLog log, LogProgress.Partition extent) {
        log.seek(extent.begin(), extent.end());
        String begins = log.nextPosition()
                .map(first -> "begins at " + first + ", " + Instant.ofEpochMilli(first.timestampMs()))
                .orElse("is empty");
        return new NoMomentException(
                extent.begin() > 0 ? Reason.CUT : Reason.BEFORE_LOG,
                "expected a time that is not before the log of region " + region + ", which " + begins
                        + (extent.begin() > 0 ? " because what was before that was deleted" : "") + ", but got "
                        + asked);
    }
}
