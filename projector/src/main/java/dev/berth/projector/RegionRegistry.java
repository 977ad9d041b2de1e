package dev.berth.projector;

import dev.berth.events.model.Region;
import dev.berth.ledger.RegionStop;
import dev.berth.projector.store.CopiedRegionQuery;
import dev.berth.projector.store.CopyQuery;
import dev.berth.projector.store.RegionSnapshot;
import dev.berth.projector.store.SnapshotQuery;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;

/**
 * The state of each region on this instance, read from its stores. This is the one guard: nothing is handed out
 * except under a serving lease, or to a caller who said how old it may be. Any thread.
 */
final class RegionRegistry implements RegionViews {
    private final Leases leases;
    private final ToIntFunction<Region> partition;
    private final Copies copies;
    private final Freshness freshness;
    private final IntPredicate isElsewhere;

    /**
     * @param leases which partitions are this instance's now
     * @param partition where a region is at home
     * @param freshness how old the copies are
     * @param isElsewhere which partitions are known to be another instance's
     */
    RegionRegistry(
            Leases leases,
            ToIntFunction<Region> partition,
            Copies copies,
            Freshness freshness,
            IntPredicate isElsewhere) {
        this.leases = leases;
        this.partition = partition;
        this.copies = copies;
        this.freshness = freshness;
        this.isElsewhere = isElsewhere;
    }

    /**
     * The lease is checked before and after the store is read: in between, the store held all that was ever
     * acknowledged, whatever happens to the lease until the answer is made.
     */
    @Override
    public RegionSnapshot snapshot(Region region) {
        Lease lease = lease(region).orElseThrow(() -> unserved(region, "it is not kept by this instance now"));
        requireServing(region, lease);
        Optional<RegionSnapshot> snapshot = ask(region);
        requireServing(region, lease);
        return snapshot.orElseThrow(
                () -> unserved(region, lease.fault().orElse("its store is about to be opened or closed")));
    }

    @Override
    public Optional<DatedSnapshot> snapshot(Region region, Duration maxStaleness) {
        if (home(region).isEmpty()) {
            return Optional.empty();
        }
        Optional<DatedSnapshot> owned = lease(region).filter(Lease::isServing).isPresent()
                ? RegionViews.super.snapshot(region, maxStaleness)
                : Optional.empty();
        return owned.isPresent() || maxStaleness.isZero() ? owned : copied(region, maxStaleness);
    }

    private Optional<DatedSnapshot> copied(Region region, Duration maxStaleness) {
        freshness.want();
        int home = partition.applyAsInt(region);
        return ask(home, new CopiedRegionQuery(region))
                .flatMap(Function.identity())
                .flatMap(copy -> freshness
                        .age(home, FreshnessWatch.next(copy.mark()))
                        .filter(age -> age.compareTo(maxStaleness) <= 0)
                        .map(age -> new DatedSnapshot(copy.snapshot(), age)));
    }

    private static void requireServing(Region region, Lease lease) {
        if (!lease.isServing()) {
            // The second look may find that it serves by now, and then there is nothing to tell.
            lease.obstacle().ifPresent(obstacle -> {
                throw unserved(region, obstacle);
            });
        }
        if (lease.fault().isPresent() && lease.topicId().isEmpty()) {
            // Its rows were not compared with what was committed, and that is not waited for.
            throw unserved(region, lease.fault().get());
        }
    }

    private static LogUnavailableException unserved(Region region, String obstacle) {
        return new LogUnavailableException("Region " + region + " cannot be served now: " + obstacle + ".");
    }

    private Optional<RegionSnapshot> ask(Region region) {
        return ask(partition.applyAsInt(region), new SnapshotQuery(region));
    }

    private <R> Optional<R> ask(int asked, Query<R> query) {
        QueryResult<R> result = copies.ask(asked, query);
        return result == null || result.isFailure() ? Optional.empty() : Optional.of(result.getResult());
    }

    /** Where a region is at home; empty for the moment in which an instance has just begun to start. */
    private Optional<Integer> home(Region region) {
        try {
            return Optional.of(partition.applyAsInt(region));
        } catch (LogUnavailableException notYetKnown) {
            return Optional.empty();
        }
    }

    private Optional<Lease> lease(Region region) {
        return leases.of(partition.applyAsInt(region));
    }

    @Override
    public boolean isElsewhere(Region region) {
        return home(region).filter(isElsewhere::test).isPresent();
    }

    @Override
    public Optional<RegionStop> stopped(Region region) {
        return home(region)
                .flatMap(home -> lease(region))
                .flatMap(lease -> ask(region))
                .flatMap(RegionSnapshot::stop);
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
        leases.all()
                .forEach(lease ->
                        ask(lease.partition(), new CopyQuery()).ifPresent(copy -> regions.addAll(copy.regions())));
        return List.copyOf(regions);
    }
}
