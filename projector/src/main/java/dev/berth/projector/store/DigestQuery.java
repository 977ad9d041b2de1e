package dev.berth.projector.store;

import dev.berth.events.model.Region;
import dev.berth.ledger.digest.StateDigest;

/** What a region's state comes to. Takes time in proportion to the region. */
public record DigestQuery(Region region) implements RegionQuery<StateDigest> {
    @Override
    public StateDigest answer(RegionSnapshot snapshot) {
        return StateDigest.of(snapshot.view());
    }
}
