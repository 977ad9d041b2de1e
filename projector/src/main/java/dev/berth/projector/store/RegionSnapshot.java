package dev.berth.projector.store;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.codec.StateCodec;
import dev.berth.events.model.HostPools;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.state.RegionView;
import io.vavr.Tuple2;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/**
 * What a store holds of a region at one position: the view, and the projections as their rows and what has changed
 * since have them. The two always agree. Never changes; any thread may read it as long as it likes.
 */
public final class RegionSnapshot {
    private final RegionFold fold;
    private final ChangedProjections moved;
    private final ProjectionRows rows;
    private final long epoch;

    RegionSnapshot(RegionFold fold, ChangedProjections moved, ProjectionRows rows, long epoch) {
        this.fold = fold;
        this.moved = moved;
        this.rows = rows;
        this.epoch = epoch;
    }

    /** A snapshot of a region of which no rows are kept. */
    public static RegionSnapshot of(RegionView view) {
        return of(RegionFold.of(view));
    }

    /** The same of a region that may have stopped. */
    public static RegionSnapshot of(RegionFold fold) {
        return new RegionSnapshot(fold, ChangedProjections.none(), ProjectionRows.NONE, ProjectionRows.NONE.epoch());
    }

    public Region region() {
        return view().region();
    }

    public RegionView view() {
        return fold.view();
    }

    /** Where and why the region has stopped, if it has. */
    public Optional<RegionStop> stop() {
        return fold.stop();
    }

    /** The fold that it is of. */
    public RegionFold fold() {
        return fold;
    }

    ChangedProjections moved() {
        return moved;
    }

    /** What is used of a provider; classes of which nothing is used are not in it. */
    public ImmutableSortedMap<ResourceClass, Long> usage(ProviderId provider) {
        Optional<Optional<byte[]>> row = moved.usage(provider) ? Optional.empty() : row(Section.USAGE, provider);
        return row.map(kept ->
                        kept.map(RowValue::used).map(RowValue.Used::amounts).orElse(ImmutableSortedMap.of()))
                .orElseGet(() -> view().consumers().usage(provider));
    }

    /** The free devices of a host, grouped; no rows if it has none. */
    public HostPools pools(ProviderId host) {
        Optional<Optional<byte[]>> row = moved.pools(host) ? Optional.empty() : row(Section.POOLS, host);
        return row.map(kept -> kept.map(StateCodec.HOST_POOLS::decode).orElseGet(() -> FoldRows.none(host)))
                .orElseGet(() -> FoldRows.pools(view(), host));
    }

    /** The pools of all hosts that have any, in order of the hosts, each as {@link StateCodec#HOST_POOLS} writes it. */
    public Map<ProviderId, byte[]> pools() {
        Optional<Map<ProviderId, byte[]>> kept = rows(Section.POOLS);
        Map<ProviderId, byte[]> all = new TreeMap<>(kept.orElse(Map.of()));
        all.keySet().removeIf(moved::pools);
        for (Tuple2<ProviderId, DeviceTable> host : view().devices().all()) {
            if (kept.isEmpty() || moved.pools(host._1())) {
                byte[] row = RowValue.pools(FoldRows.pools(view(), host._1()));
                if (row != null) {
                    all.put(host._1(), row);
                }
            }
        }
        return all;
    }

    /** Empty where the rows may be those of a later position, or are gone with the store: the view says the same. */
    private Optional<Optional<byte[]>> row(Section section, ProviderId id) {
        try {
            return rows.find(region(), section, id, epoch);
        } catch (InvalidStateStoreException closed) {
            return Optional.empty();
        }
    }

    private Optional<Map<ProviderId, byte[]>> rows(Section section) {
        try {
            return rows.all(region(), section, epoch);
        } catch (InvalidStateStoreException closed) {
            return Optional.empty();
        }
    }
}
