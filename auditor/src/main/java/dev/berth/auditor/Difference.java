package dev.berth.auditor;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One thing that is not as the re-fold says.
 *
 * @param region empty where not even that can be said
 * @param partition of both topics
 * @param offset of the command in berth.log; of the record in berth.decisions if that cannot be read; empty for a state
 * @param recorded what the service recorded or holds
 * @param refolded what comes of the log
 */
public record Difference(
        Kind kind, Optional<String> region, int partition, OptionalLong offset, String recorded, String refolded) {
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
        /** Something was recorded for which the log has no command, or none then, or a second time. */
        DECISION_UNFOUNDED,
        /** A record among the decisions that is no decision. */
        DECISION_UNREADABLE,
        /** The service holds another state after the same commands; recorded and refolded name the sections. */
        STATE_DIFFERS,
        /** The service has stopped at another record than the re-fold, or only one of the two has stopped. */
        STOP_DIFFERS,
        /** What the service took last does not stand in the log: the log is another, or shorter than it was. */
        LOG_DIFFERS,
        /** A record of either topic is damaged on the broker's disk; nothing behind it was compared. */
        RECORD_DAMAGED,
        /** The service has decided fewer commands than the log holds and does not go on, or more. */
        PROGRESS_DIFFERS
    }

    /** Where it is, in the words of both topics. */
    public String place() {
        return region.map(name -> "region " + name + ", ").orElse("") + "partition " + partition
                + (offset.isPresent() ? ", offset " + offset.getAsLong() : "");
    }
}
