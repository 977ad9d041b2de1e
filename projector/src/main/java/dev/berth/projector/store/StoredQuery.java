package dev.berth.projector.store;

import dev.berth.events.log.LogMark;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands in the rows of a copy, read from the disk and put together again: for audits, which take nobody's word.
 * Takes time in proportion to the store.
 */
public record StoredQuery() implements StoreQuery<StoredQuery.Stored> {
    /**
     * What was read.
     *
     * @param doubts why the rows are not those of a commit, in clauses; there are no folds then
     * @param mark what stood at the last offset of the log that is in them; empty before the first
     * @param folds what each region comes to
     */
    public record Stored(List<String> doubts, Optional<LogMark> mark, Map<Region, RegionFold> folds) {}

    @Override
    public Stored answer(RegionStore store) {
        return store.stored();
    }
}
