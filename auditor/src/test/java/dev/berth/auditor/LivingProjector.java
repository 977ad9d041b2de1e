package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.projector.RegionViews;
import dev.berth.projector.StoredCopies;
import dev.berth.projector.StoredCopy;
import io.vavr.collection.Queue;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** A projector in this process, asked as a service is. */
record LivingProjector(RegionViews views, StoredCopies stored) implements LiveService {
    @Override
    public LiveStores stores() {
        ImmutableList.Builder<StoreCopy> copies = ImmutableList.builder();
        for (int partition = 0; partition < stored.partitions(); partition++) {
            try {
                StoredCopy copy = stored.read(partition).orElseThrow();
                ImmutableSortedMap.Builder<Region, LiveState> regions = ImmutableSortedMap.naturalOrder();
                copy.folds().forEach((region, fold) -> regions.put(region, TestingService.state(fold)));
                copies.add(new StoreCopy(
                        "alone",
                        partition,
                        copy.isOwned() ? "owner" : "standby",
                        copy.mark(),
                        ImmutableList.copyOf(copy.doubts()),
                        regions.build()));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return new LiveStores(copies.build(), ImmutableSortedMap.of());
    }

    @Override
    public SortedSet<Region> regions() {
        return new TreeSet<>(views.regions());
    }

    @Override
    public List<LivePartition> partitions() {
        return views.partitions().stream()
                .map(state -> new LivePartition(state.partition(), state.mark(), state.fault()))
                .toList();
    }

    @Override
    public LiveState state(Region region) {
        return TestingService.state(RegionFold.of(views.view(region), views.stopped(region), Queue.empty()));
    }
}
