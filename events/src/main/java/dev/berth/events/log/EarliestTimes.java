package dev.berth.events.log;

import dev.berth.events.log.FoundPlace.WentBack;
import dev.berth.events.model.Position;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The earliest time in each stretch of a partition of the log, as far as it was read. Kafka finds the first record that
 * is later than a time; where times go back, as behind a broker that takes over with a clock that is behind, there are
 * records behind that one which are not later. With this they are found without reading all that is behind it again:
 * only stretches are read that may have one. What is learned takes some 100 bytes for {@value #STRETCH} offsets. Any
 * thread.
 */
public final class EarliestTimes {
    /** How many offsets a stretch has; it begins at a multiple of that. */
    static final int STRETCH = 1_024;

    /** How many stretches are learned at a time when nobody waits for them. */
    private static final int AT_A_TIME = 64;

    /** By the number of the stretch. */
    private final TreeMap<Long, Stretch> known = new TreeMap<>();

    /**
     * What is known of a stretch that was read from its beginning to its end.
     *
     * @param earliestMs the earliest time in it
     * @param isInOrder whether no record of it is earlier than one before it in it
     */
    private record Stretch(long earliestMs, boolean isInOrder) {}

    /** Records of a part of the log that are not later than a time. */
    private record Earlier(Optional<Position> first, Optional<Position> last) {}

    /**
     * The last record that is not after a time.
     *
     * @param timeMs milliseconds since the epoch
     * @param log read where nothing is known of it yet
     */
    FoundPlace lastNotAfter(long timeMs, RegionLog log, LogProgress.Partition extent) {
        long later = Math.min(log.firstAfter(timeMs), extent.end());
        forgetFrom(extent.end() / STRETCH);
        learn(log, later / STRETCH + 1, extent.end() / STRETCH);
        long from = later / STRETCH;
        long to = (extent.end() + STRETCH - 1) / STRETCH;
        Optional<Position> last = Optional.empty();
        for (long number = to - 1; number >= from && last.isEmpty(); number--) {
            last = earlier(number, timeMs, log, later, extent.end()).last();
        }
        Optional<Position> first = Optional.empty();
        for (long number = from; number < to && last.isPresent() && first.isEmpty(); number++) {
            first = earlier(number, timeMs, log, later, extent.end()).first();
        }
        return first.isEmpty()
                ? new FoundPlace(later - 1, Optional.empty())
                : new FoundPlace(
                        last.get().offset(), Optional.of(new WentBack(position(log, later), first.get(), last.get())));
    }

    /** Whether there are stretches before an offset behind those that were learned last. */
    public synchronized boolean isBehind(long offset) {
        return !known.isEmpty() && known.lastKey() + 1 < offset / STRETCH;
    }

    /** Learns some of those, so that nobody who asks for a time later has to wait for that. */
    public void goOn(RegionLog log, LogProgress.Partition extent) {
        long next = Math.max(next(), extent.begin() / STRETCH + 1);
        learn(log, next, Math.min(next + AT_A_TIME, extent.end() / STRETCH));
    }

    private synchronized long next() {
        return known.isEmpty() ? 0 : known.lastKey() + 1;
    }

    private synchronized Optional<Stretch> known(long number) {
        return Optional.ofNullable(known.get(number));
    }

    private synchronized void note(long number, Stretch stretch) {
        known.put(number, stretch);
    }

    /** A log whose end was lost may have other records there later. */
    private synchronized void forgetFrom(long number) {
        known.tailMap(number, true).clear();
    }

    /** The records of a stretch that are not later than a time, from the first later record on. */
    private Earlier earlier(long number, long timeMs, RegionLog log, long later, long end) {
        Optional<Stretch> stretch = known(number);
        boolean hasNone = stretch.filter(
                        found -> found.earliestMs() > timeMs || found.isInOrder() && number == later / STRETCH)
                .isPresent();
        long from = Math.max(later, number * STRETCH);
        long to = Math.min(end, (number + 1) * STRETCH);
        Optional<Position> first = Optional.empty();
        Optional<Position> last = Optional.empty();
        if (!hasNone && from < to) {
            log.seek(from, to);
            for (Optional<Position> next = log.nextPosition(); next.isPresent(); next = log.nextPosition()) {
                if (next.get().timestampMs() <= timeMs) {
                    first = first.isPresent() ? first : next;
                    last = next;
                }
            }
        }
        return new Earlier(first, last);
    }

    /** Reads those of some stretches of which nothing is known. */
    private void learn(RegionLog log, long from, long to) {
        long number = from;
        while (number < to) {
            long first = number;
            while (number < to && known(number).isEmpty()) {
                number++;
            }
            if (first < number) {
                read(log, first, number);
            } else {
                number++;
            }
        }
    }

    /** What is read before the reading fails is known. */
    private void read(RegionLog log, long from, long to) {
        log.seek(from * STRETCH, to * STRETCH);
        long number = from;
        long earliestMs = Long.MAX_VALUE;
        long latestMs = Long.MIN_VALUE;
        boolean isInOrder = true;
        for (Optional<Position> next = log.nextPosition(); next.isPresent(); next = log.nextPosition()) {
            for (; next.get().offset() / STRETCH > number; number++) {
                note(number, new Stretch(earliestMs, isInOrder));
                earliestMs = Long.MAX_VALUE;
                latestMs = Long.MIN_VALUE;
                isInOrder = true;
            }
            long timeMs = next.get().timestampMs();
            isInOrder &= timeMs >= latestMs;
            earliestMs = Math.min(earliestMs, timeMs);
            latestMs = Math.max(latestMs, timeMs);
        }
        for (; number < to; number++) {
            note(number, new Stretch(earliestMs, isInOrder));
            earliestMs = Long.MAX_VALUE;
            isInOrder = true;
        }
    }

    private static Position position(RegionLog log, long offset) {
        log.seek(offset, offset + 1);
        return log.nextPosition().orElseThrow();
    }
}
