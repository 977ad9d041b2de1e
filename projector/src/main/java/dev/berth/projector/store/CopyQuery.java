package dev.berth.projector.store;

import dev.berth.events.log.LogMark;
import dev.berth.events.model.Region;
import java.util.List;
import java.util.Optional;

/** How a copy of a store stands. */
public record CopyQuery() implements StoreQuery<CopyQuery.Copy> {
    /**
     * A copy.
     *
     * @param isKnown whether what it shows is what its rows come to; nothing is read from it otherwise
     * @param mark what stood at the last offset of the log that is in it; empty before the first
     * @param regions those that something was written to, in order of their names
     * @param doubts why its rows are not those of a commit, in clauses; empty if they are, or more of them are under
     * way
     */
    public record Copy(boolean isKnown, Optional<LogMark> mark, List<Region> regions, List<String> doubts) {}

    @Override
    public Copy answer(RegionStore store) {
        return store.copy();
    }
}
