package dev.berth.auditor.proof;

import dev.berth.events.log.LogMark;
import java.util.Optional;

/**
 * A place in a partition of the log, between two records, and the place in berth.decisions that goes with it.
 *
 * @param next the offset of the first record that is behind it
 * @param decisionsNext where to begin to read berth.decisions for the decisions of those records
 * @param mark what stood at the last record before it; empty if there is none
 */
public record PartitionPlace(int partition, long next, long decisionsNext, Optional<LogMark> mark) {
    /** Before everything. */
    public static PartitionPlace first(int partition) {
        return new PartitionPlace(partition, 0, 0, Optional.empty());
    }
}
