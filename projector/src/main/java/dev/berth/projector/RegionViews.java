package dev.berth.projector;

import dev.berth.events.model.Region;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.store.RegionSnapshot;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The current views of the regions that this instance keeps. Any thread may ask; a view never changes once it is given.
 */
public interface RegionViews {
    /**
     * All of a region at one position; an empty one of a region that nothing was written to.
     *
     * @throws LogUnavailableException if the view cannot be vouched for, because the region is another instance's, or
     *     Kafka was not heard recently, or something that was acknowledged may not be in it yet; it says which
     */
    RegionSnapshot snapshot(Region region);

    /** The view of a region, with the same refusals. */
    default RegionView view(Region region) {
        return snapshot(region).view();
    }

    /**
     * The same of this instance if it serves the region, or else of the copy that it keeps, if that held all that was
     * acknowledged at most that long ago.
     *
     * @param maxStaleness zero for the owner's view alone
     * @return empty if this instance has none that is fresh enough: the owner is to be asked then
     */
    default Optional<DatedSnapshot> snapshot(Region region, Duration maxStaleness) {
        try {
            return Optional.of(new DatedSnapshot(snapshot(region), Duration.ZERO));
        } catch (LogUnavailableException elsewhere) {
            return Optional.empty();
        }
    }

    /** Whether another instance is known to keep the region, so that no view is to be waited for here. */
    default boolean isElsewhere(Region region) {
        return false;
    }

    /** Where and why a region has stopped, if it has. */
    Optional<RegionStop> stopped(Region region);

    /** The regions that something was written to, ordered by name. */
    Collection<Region> regions();

    /** Why no region of a region's partition takes commands, if so; reads go on. */
    default Optional<String> fault(Region region) {
        return Optional.empty();
    }

    /** The states of the partitions that this instance keeps, in order; none where there is no log. */
    default List<PartitionState> partitions() {
        return List.of();
    }
}
