package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;

/**
 * What an audit found.
 *
 * @param commands how many records of berth.log were read
 * @param decisions how many records of berth.decisions were compared
 * @param foreign records of berth.log whose key names no region or one that is at home in another partition; they
 *     change none
 * @param undecided commands at the end of the log for which nothing is recorded yet, with no live service to ask
 * @param states how many regions' states were compared with the live service
 * @param stopped the regions that stand at a record, with where and why; that is no difference if the service
 *     stands there too, but nothing behind it is decided
 * @param differenceCount all differences, of which the list may hold only the first
 * @param uncompared what could not be compared with what was recorded, and why not
 * @param heads what was found of each saved head
 * @param read the last offset of berth.log that was read, in each partition in which any was, or which a checkpoint
 *     goes up to; without those whose beginning was deleted
 * @param stores what stands on the disks of the instances, if they were asked
 */
public record AuditReport(
        long commands,
        long decisions,
        long foreign,
        long undecided,
        long regions,
        long states,
        ImmutableSortedMap<String, String> stopped,
        long differenceCount,
        ImmutableList<Difference> differences,
        ImmutableList<UncomparedRange> uncompared,
        ImmutableList<HeadProof> heads,
        ImmutableSortedMap<Integer, Long> read,
        Optional<StoreReport> stores) {
    public static final int EXIT_IDENTICAL = 0;
    public static final int EXIT_FAILED = 1;
    public static final int EXIT_DIFFERENT = 3;
    public static final int EXIT_INCOMPLETE = 4;
    public static final int EXIT_STOPPED = 6;

    /** Whether everything was compared, and nothing differs. */
    public boolean isIdentical() {
        return hasNoDifference() && isComplete();
    }

    /** Whether nothing differs of what could be compared. */
    public boolean hasNoDifference() {
        return differenceCount == 0 && stores.map(StoreReport::faults).orElse(0L) == 0;
    }

    /** Whether all that stands in the log could be compared. */
    public boolean isComplete() {
        return uncompared.isEmpty();
    }

    /** Whether a record of the log or of the decisions is damaged, so that not everything could be compared. */
    public boolean isDamaged() {
        return differences.stream().anyMatch(difference -> difference.kind() == Difference.Kind.RECORD_DAMAGED);
    }

    /** Whether every region goes on: none stands at a record. */
    public boolean isGoingOn() {
        return stopped.isEmpty();
    }

    /**
     * What a program that printed this should exit with; {@link #EXIT_FAILED} is for audits without a report. A
     * damaged record counts for more than other differences, any difference for more than what could not be compared,
     * and that for more than a stop.
     */
    public int exitCode() {
        if (isDamaged()) {
            return EXIT_INCOMPLETE;
        }
        if (!hasNoDifference()) {
            return EXIT_DIFFERENT;
        }
        if (!isComplete()) {
            return EXIT_INCOMPLETE;
        }
        return isGoingOn() ? EXIT_IDENTICAL : EXIT_STOPPED;
    }
}
