package dev.berth.projector.store;

import dev.berth.events.log.LogMark;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.QueryResult;

/** The snapshots that a store publishes to queries. One thread publishes, any may read, without a lock. */
final class PublishedSnapshots {
    private final ProjectionRows projections;

    /**
     * Null while it is not known what the rows come to. Another map then, and never one that is emptied: anyone who
     * reads at that moment would take a region for one that nothing was written to.
     */
    private volatile ConcurrentMap<Region, RegionSnapshot> regions;

    private volatile Optional<LogMark> mark = Optional.empty();

    PublishedSnapshots(ProjectionRows projections) {
        this.projections = projections;
    }

    /** It is not known what the rows come to, or the store is closed. */
    void hide() {
        regions = null;
    }

    /** Publishes these regions and no others. */
    void only(StoredRegions kept) {
        ConcurrentMap<Region, RegionSnapshot> all = new ConcurrentHashMap<>();
        kept.regions().forEach((name, region) -> all.put(name, snapshot(region)));
        regions = all;
        mark = kept.mark();
    }

    /** Publishes all of these. The mark comes last, so anyone who reads it finds the regions at least that far. */
    void update(StoredRegions kept) {
        kept.regions().values().forEach(this::update);
        mark = kept.mark();
    }

    void update(StoredRegion region) {
        regions.put(region.fold().view().region(), snapshot(region));
    }

    void mark(Optional<LogMark> last) {
        mark = last;
    }

    private RegionSnapshot snapshot(StoredRegion region) {
        return new RegionSnapshot(region.fold(), region.moved(), projections, projections.epoch());
    }

    CopyQuery.Copy copy(List<String> doubts) {
        Optional<LogMark> last = mark;
        ConcurrentMap<Region, RegionSnapshot> all = regions;
        return all == null
                ? new CopyQuery.Copy(false, last, List.of(), doubts)
                : new CopyQuery.Copy(true, last, List.copyOf(new TreeSet<>(all.keySet())), doubts);
    }

    Optional<CopiedRegionQuery.CopiedRegion> copied(Region region) {
        Optional<LogMark> last = mark;
        return snapshot(region).map(snapshot -> new CopiedRegionQuery.CopiedRegion(last, snapshot));
    }

    /** An empty one of a region of which nothing is kept; none while it is not known what the rows come to. */
    private Optional<RegionSnapshot> snapshot(Region region) {
        ConcurrentMap<Region, RegionSnapshot> all = regions;
        if (all == null) {
            return Optional.empty();
        }
        RegionSnapshot snapshot = all.get(region);
        return Optional.of(snapshot != null ? snapshot : empty(region));
    }

    private RegionSnapshot empty(Region region) {
        return new RegionSnapshot(
                RegionFold.of(RegionView.empty(region)), ChangedProjections.none(), projections, projections.epoch());
    }

    QueryResult<RegionSnapshot> answer(SnapshotQuery query) {
        return snapshot(query.region())
                .map(QueryResult::forResult)
                .orElseGet(() -> QueryResult.forFailure(
                        FailureReason.NOT_PRESENT, "the rows are not restored, or the store is closed"));
    }
}
