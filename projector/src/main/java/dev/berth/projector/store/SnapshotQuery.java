package dev.berth.projector.store;

import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import java.util.Optional;

/** All of a region, to be asked several things that must stand at one position. */
public record SnapshotQuery(Region region, Optional<Position> atLeast) implements RegionQuery<RegionSnapshot> {
    public SnapshotQuery(Region region) {
        this(region, Optional.empty());
    }

    @Override
    public RegionSnapshot answer(RegionSnapshot snapshot) {
        return snapshot;
    }
}
