package dev.berth.projector.store;

import dev.berth.events.log.LogMark;
import dev.berth.events.model.Region;
import java.util.Optional;

/** A region as a copy has it, with how far the copy has come; empty while it is not known what its rows come to. */
public record CopiedRegionQuery(Region region) implements StoreQuery<Optional<CopiedRegionQuery.CopiedRegion>> {
    /**
     * A region of a copy.
     *
     * @param mark what stood at the last offset of the log that is in the snapshot, or at one before it; empty before
     *     the first
     */
    public record CopiedRegion(Optional<LogMark> mark, RegionSnapshot snapshot) {}

    @Override
    public Optional<CopiedRegion> answer(RegionStore store) {
        return store.copied(region);
    }
}
