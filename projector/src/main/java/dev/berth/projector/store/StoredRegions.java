package dev.berth.projector.store;

import dev.berth.events.log.LogMark;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/**
 * All that a store keeps, and the writing of its rows: those of each region that have changed, the region's seal, and
 * behind all of them the seal of the partition. For one thread.
 */
final class StoredRegions {
    private final TreeMap<Region, StoredRegion> regions = new TreeMap<>();
    private final TreeMap<Bytes, byte[]> seals = new TreeMap<>();
    private Optional<LogMark> mark = Optional.empty();
    private boolean isTouched;

    /** Nothing yet. */
    StoredRegions() {}

    /** What was read back, and is not doubtful. */
    static StoredRegions of(Contents contents) {
        StoredRegions kept = new StoredRegions();
        contents.folds()
                .forEach((region, fold) -> kept.regions.put(region, new StoredRegion(fold, contents.sums(region))));
        kept.seals.putAll(contents.seals());
        kept.mark = contents.partition().map(PartitionSeal::mark);
        return kept;
    }

    SortedMap<Region, StoredRegion> regions() {
        return Collections.unmodifiableSortedMap(regions);
    }

    /** The region, which may be new. */
    StoredRegion region(Region region, RegionFold empty) {
        return regions.computeIfAbsent(region, none -> new StoredRegion(empty, new RowSums()));
    }

    /** The seals of the regions, as their rows are. */
    SortedMap<Bytes, byte[]> seals() {
        return seals;
    }

    /** What stood at the last offset that was taken; empty before the first. */
    Optional<LogMark> mark() {
        return mark;
    }

    void mark(LogMark last) {
        mark = Optional.of(last);
        isTouched = true;
    }

    /** The seal of a region as another instance wrote it. */
    void seal(Bytes key, byte[] seal) {
        if (seal == null) {
            seals.remove(key);
        } else {
            seals.put(key, seal);
        }
    }

    /** Another instance has come so far, and its rows are written. */
    void follow(LogMark last) {
        mark = Optional.of(last);
    }

    /** Something has to be written. */
    void touch() {
        isTouched = true;
    }

    boolean isTouched() {
        return isTouched;
    }

    /**
     * Writes, of what has changed, the rows that need not wait for the commit; the seals are still the last ones.
     *
     * @param fewest so many consumers of a region are written together at least
     */
    void writeAhead(Rows rows, int fewest) {
        for (StoredRegion region : regions.values()) {
            PendingChanges pending = region.pending();
            if (pending.consumers().size() >= fewest) {
                RegionView now = region.fold().view();
                FoldRows.ahead(pending, now, rows.countedBy(region.sums()));
                pending.writtenAhead(now);
            }
        }
    }

    /** Writes all that has changed, and seals it. */
    void write(Rows rows) {
        for (StoredRegion region : regions.values()) {
            write(region, rows);
        }
        rows.put(
                RowKey.PARTITION_SEAL,
                PartitionSeal.of(seals, mark.orElseThrow()).toBytes());
        isTouched = false;
    }

    private void write(StoredRegion region, Rows rows) {
        RegionFold fold = region.fold();
        if (!region.isTouched() && seals.containsKey(RowKey.seal(fold.view().region()))) {
            region.written();
            return;
        }
        FoldRows.changed(region.pending(), fold, rows.countedBy(region.sums()));
        region.written();
        byte[] seal = RegionSeal.of(fold.view(), region.sums()).toBytes();
        Bytes key = RowKey.seal(fold.view().region());
        if (!Arrays.equals(seals.put(key, seal), seal)) {
            rows.put(key, seal);
        }
    }

    /** What was made otherwise and is written. */
    static StoredRegions of(Map<Region, StoredRegion> regions, Map<Bytes, byte[]> seals, Optional<LogMark> mark) {
        StoredRegions kept = new StoredRegions();
        kept.regions.putAll(regions);
        kept.seals.putAll(seals);
        kept.mark = mark;
        return kept;
    }
}
