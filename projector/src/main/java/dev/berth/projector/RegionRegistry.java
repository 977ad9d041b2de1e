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
import java.util.function.ToIntFunction;

/**
 * What each region on this instance has come to. The stream thread of a partition publishes under its lease; everybody
 * reads, without a lock and never half a command. Here stands the one guard: a view is handed out only under a lease
 * that serves.
 */
final class RegionRegistry implements RegionViews {
    private final Leases leases;
    private final ToIntFunction<Region> partition;

    /**
     * @param leases which partitions are this instance's now
     * @param partition where a region is at home
     */
    RegionRegistry(Leases leases, ToIntFunction<Region> partition) {
        this.leases = leases;
        this.partition = partition;
    }

    /**
     * The view is taken from the lease that was asked, after it was asked: at that moment it held all that was ever
     * acknowledged, whatever becomes of the lease until the answer is made.
     */
    @Override
    public RegionView view(Region region) {
        Lease lease = lease(region).orElseThrow(() -> unserved(region, "it is not kept by this instance now"));
        if (!lease.isServing()) {
            // The second look may find that it serves by now, and then there is nothing to tell.
            lease.obstacle().ifPresent(obstacle -> {
                throw unserved(region, obstacle);
            });
        }
        RegionFold fold = lease.folds().get(region);
        return fold == null ? RegionView.empty(region) : fold.view();
    }

    private static LogUnavailableException unserved(Region region, String obstacle) {
        return new LogUnavailableException("Region " + region + " cannot be served now: " + obstacle + ".");
    }

    private Optional<Lease> lease(Region region) {
        return leases.of(partition.applyAsInt(region));
    }

    @Override
    public Optional<RegionStop> stopped(Region region) {
        return lease(region)
                .flatMap(lease -> Optional.ofNullable(lease.folds().get(region)))
                .flatMap(RegionFold::stop);
    }

    @Override
    public Optional<String> fault(Region region) {
        return lease(region).flatMap(Lease::fault);
    }

    @Override
    public List<PartitionState> partitions() {
        return leases.states();
    }

    @Override
    public Collection<Region> regions() {
        TreeSet<Region> regions = new TreeSet<>();
        leases.all().forEach(lease -> regions.addAll(lease.folds().keySet()));
        return Collections.unmodifiableList(List.copyOf(regions));
    }
}
