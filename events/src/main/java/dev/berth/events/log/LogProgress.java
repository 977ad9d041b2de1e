package dev.berth.events.log;

import com.google.common.collect.ImmutableList;

/** How far a reader is. Offsets, not records: a topic written in transactions has some offsets without a record. */
public record LogProgress(ImmutableList<Partition> partitions) {
    /**
     * One partition of it.
     *
     * @param begin the first offset that is still there; 0 in a log that nobody cut
     * @param next the next offset to be read
     * @param end where reading stops: behind the last offset there was
     */
    public record Partition(int partition, long begin, long next, long end) {
        public long remaining() {
            return Math.max(0, end - next);
        }
    }

    /** How many offsets are still to be read. */
    public long remaining() {
        return partitions.stream().mapToLong(Partition::remaining).sum();
    }

    public boolean isAtEnd() {
        return remaining() == 0;
    }
}
