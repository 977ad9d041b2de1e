package dev.berth.auditor;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One thing that is not as the re-fold says.
 *
 * @param region empty where not even that can be said
 * @param partition of both topics
 * @param offset of the record in berth.log; empty for a state, and where no record of the log can be named
 * @param recordedAt of the record in berth.decisions; empty where it is about none
 * @param recorded what the service recorded or holds
 * @param refolded what comes of the log
 */
public record Difference(
        Kind kind,
        Optional<String> region,
        int partition,
        OptionalLong offset,
        OptionalLong recordedAt,
        String recorded,
        String refolded) {
    /** The kind of difference. */
    public enum Kind {
        /** A command came to something else: another outcome, other events, another refusal, other rules. */
        DECISION_DIFFERS,
        /**
         * A decision is right but its place in the region's chain is not: from here on the recorded decisions follow
         * from another history. Told once; those behind it are wrong because this is, until one is right again.
         */
        CHAIN_BREAKS,
        /** A command was decided, and later ones were recorded, but not this. */
        DECISION_MISSING,
        /** A command was decided, but recorded behind one that was decided later. */
        DECISION_SWAPPED,
        /** A decision was recorded a second time, among the thousand or so that follow the first. */
        DECISION_DOUBLED,
        /** Something was recorded for which the log has no command, or none then. */
        DECISION_UNFOUNDED,
        /** A record among the decisions that is no decision. */
        DECISION_UNREADABLE,
        /** The service holds another state after the same commands; recorded and refolded name the sections. */
        STATE_DIFFERS,
        /** The service has stopped at another record than the re-fold, or only one of the two has stopped. */
        STOP_DIFFERS,
        /** What the service took last does not stand in the log: the log is another, or shorter than it was. */
        LOG_DIFFERS,
        /** A record of the log has other bytes than when it was decided; told once a partition, like the next five. */
        RECORD_CHANGED,
        /** A record of the log is gone that was decided; those behind it may have moved up. */
        RECORD_DROPPED,
        /** A record stands in the log that nobody decided, and those behind it have moved down. */
        RECORD_INSERTED,
        /** Two records of the log have changed places since they were decided. */
        RECORD_SWAPPED,
        /** Another command stands in the place of one that was decided. */
        RECORD_REPLACED,
        /** The log ends before a record that was decided, or before a saved head or a checkpoint. */
        LOG_CUT,
        /** A saved head is not in the chain: records or decisions at or before it were rewritten. */
        LOG_REWRITTEN,
        /** Saved heads are of another log: another cluster's, or the topic was made again. */
        LOG_REPLACED,
        /** The topics were given more partitions, so that regions that were decided are at home elsewhere now. */
        PARTITIONS_ADDED,
        /** A record of either topic is damaged on the broker's disk; nothing behind it was compared. */
        RECORD_DAMAGED,
        /** The service has decided fewer commands than the log holds and does not go on, or more. */
        PROGRESS_DIFFERS
    }

    /** Where it is, in the words of both topics. */
    public String place() {
        return region.map(name -> "region " + name + ", ").orElse("") + "partition " + partition
                + (offset.isPresent() ? ", offset " + offset.getAsLong() + " of berth.log" : "")
                + (recordedAt.isPresent() ? ", offset " + recordedAt.getAsLong() + " of berth.decisions" : "");
    }
}
