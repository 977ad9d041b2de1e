package dev.berth.auditor;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many came in each stretch of time, in any order. The stretches are of one width, a second at first; it doubles
 * whenever there would be too many of them. For one thread.
 */
final class RateOverTime {
    private static final int STRETCHES_MAX = 60;

    private TreeMap<Long, Long> counts = new TreeMap<>();
    private long widthMs = 1_000;

    void add(long timestampMs) {
        counts.merge(Math.floorDiv(timestampMs, widthMs) * widthMs, 1L, Long::sum);
        while (counts.size() > STRETCHES_MAX) {
            widthMs *= 2;
            TreeMap<Long, Long> wider = new TreeMap<>();
            counts.forEach((begin, count) -> wider.merge(Math.floorDiv(begin, widthMs) * widthMs, count, Long::sum));
            counts = wider;
        }
    }

    /** How long a stretch is. */
    long widthMs() {
        return widthMs;
    }

    /** How many came from each of these times on, in milliseconds since the epoch; none where none came. */
    SortedMap<Long, Long> counts() {
        return Collections.unmodifiableSortedMap(counts);
    }
}
