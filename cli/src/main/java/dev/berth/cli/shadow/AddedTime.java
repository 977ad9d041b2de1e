package dev.berth.cli.shadow;

import org.HdrHistogram.ConcurrentHistogram;

/** The time that calls spent in this process beside the wait for the service that answers. Any thread. */
final class AddedTime {
    private static final long HIGHEST_NS = 60_000_000_000L;

    private final ConcurrentHistogram histogram = new ConcurrentHistogram(HIGHEST_NS, 2);

    void record(long ns) {
        histogram.recordValue(Math.max(0, Math.min(HIGHEST_NS, ns)));
    }

    long count() {
        return histogram.getTotalCount();
    }

    /** In milliseconds. */
    double percentile(double percent) {
        return histogram.getValueAtPercentile(percent) / 1e6;
    }
}
