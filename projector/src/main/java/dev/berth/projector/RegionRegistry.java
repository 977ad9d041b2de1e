package dev.berth.projector;

import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.RegionView;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What each region on this instance has come to. The stream thread of a partition publishes; everybody reads, without a lock and
 * never half a command.
 */
final class RegionRegistry implements RegionViews {
    private final ConcurrentMap<Region, RegionFold> folds = new ConcurrentHashMap<>();

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
        return fold == null ? RegionView.empty(region) : fold.view();
    }

    @Override
    public Optional<RegionStop> stopped(Region region) {
        return Optional.ofNullable(folds.get(region)).flatMap(RegionFold::stop);
    }

    @Override
    public Collection<Region> regions() {
        return Collections.unmodifiableList(List.copyOf(new TreeSet<>(folds.keySet())));
    }
}
