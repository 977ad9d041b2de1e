package dev.berth.auditor;

import dev.berth.auditor.proof.PartitionPlace;
import dev.berth.events.log.LogProgress;
import java.util.Optional;

/**
 * From where a partition of berth.decisions is read.
 *
 * @param from its first offset that is read
 * @param skipsBefore decisions of commands before this offset of berth.log, unless these wait, are passed over
 * @param cut what is missing of it, if its beginning was deleted
 */
record DecisionRange(long from, long skipsBefore, Optional<String> cut) {
    /** @param isOfThis whether the place is one of the topic that is there now */
    static DecisionRange of(LogProgress.Partition decisions, PartitionPlace place, boolean isOfThis) {
        if (!isOfThis || place.decisionsNext() > decisions.end()) {
            // They were deleted and recorded again since.
            return new DecisionRange(decisions.begin(), place.next(), Optional.empty());
        }
        if (place.decisionsNext() < decisions.begin()) {
            return new DecisionRange(
                    decisions.begin(),
                    0,
                    Optional.of("berth.decisions begins at its offset " + decisions.begin()
                            + ", and what was recorded before is gone"));
        }
        return new DecisionRange(place.decisionsNext(), 0, Optional.empty());
    }
}
