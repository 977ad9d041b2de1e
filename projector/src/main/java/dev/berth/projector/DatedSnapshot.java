package dev.berth.projector;

import dev.berth.projector.store.RegionSnapshot;
import java.time.Duration;

/**
 * What a region has come to, and how old that may be.
 *
 * @param staleness so long ago it held all that was acknowledged; zero of the owner's
 */
public record DatedSnapshot(RegionSnapshot snapshot, Duration staleness) {}
