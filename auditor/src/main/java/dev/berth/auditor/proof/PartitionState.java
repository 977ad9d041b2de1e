package dev.berth.auditor.proof;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import java.util.SortedMap;

/**
 * What the regions of a partition come to at a place of its log.
 *
 * @param folds of all regions that have a record before it
 * @param held of each region that has stopped the bytes of the record there and of those that wait, by position; null
 *     for a record without a value
 */
public record PartitionState(
        PartitionPlace place,
        ImmutableSortedMap<Region, RegionFold> folds,
        ImmutableSortedMap<Region, SortedMap<Position, byte[]>> held) {
    /** The state before the first record. */
    public static PartitionState first(int partition) {
        return new PartitionState(PartitionPlace.first(partition), ImmutableSortedMap.of(), ImmutableSortedMap.of());
    }
}
