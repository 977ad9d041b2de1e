package dev.berth.projector;

import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.state.RegionView;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToIntFunction;

/**
 * What each region on this instance has come to. The stream thread of a partition publishes; everybody reads, without a
 * lock and never half a command.
 */
final class RegionRegistry implements RegionViews {
    private final ConcurrentMap<Region, RegionFold> folds = new ConcurrentHashMap<>();
    private final Tenures tenures;
    private final ToIntFunction<Region> partition;

    /**
     * @param tenures which partitions are this instance's now; asked where no fold is found
     * @param partition where a region is at home
     */
    RegionRegistry(Tenures tenures, ToIntFunction<Region> partition) {
        this.tenures = tenures;
        this.partition = partition;
    }

    void publish(RegionFold fold) {
        folds.put(fold.view().region(), fold);
    }

    /** Forgets regions whose partition has gone to another instance. */
    void withdraw(Collection<Region> regions) {
        regions.forEach(folds::remove);
    }

    @Override
    public RegionView view(Region region) {
        RegionFold fold = folds.get(region);
        return fold == null ? viewOfLate(region) : fold.view();
    }

    /** Asks before and after it looks, so that a region that comes or goes meanwhile is not taken for an empty one. */
    private RegionView viewOfLate(Region region) {
        requireKept(region);
        RegionFold fold = folds.get(region);
        if (fold != null) {
            return fold.view();
        }
        requireKept(region);
        return RegionView.empty(region);
    }

    private void requireKept(Region region) {
        if (!tenures.holds(partition.applyAsInt(region))) {
            throw new LogUnavailableException("Region " + region + " is not kept by this instance now.");
        }
    }

    @Override
    public Optional<RegionStop> stopped(Region region) {
        return Optional.ofNullable(folds.get(region)).flatMap(RegionFold::stop);
    }

    @Override
    public Optional<String> fault(Region region) {
        return tenures.of(partition.applyAsInt(region)).flatMap(Tenure::fault);
    }

    @Override
    public List<PartitionState> partitions() {
        return tenures.states();
    }

    @Override
    public Collection<Region> regions() {
        return Collections.unmodifiableList(List.copyOf(new TreeSet<>(folds.keySet())));
    }
}
