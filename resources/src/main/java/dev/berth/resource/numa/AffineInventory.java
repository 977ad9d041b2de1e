package dev.berth.resource.numa;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.resource.Inventory;

/** A stock that lies near NUMA cells. */
public interface AffineInventory extends Inventory {
    /**
     * How much of it is free near the cell; guests that want it are put where there is more, others where there is
     * less.
     */
    long freeNear(int cell);

    /**
     * What of the cells of a guest makes a difference to the amount here: where it is the same of two sets of cells,
     * the amount can be provided near both or near neither.
     */
    default ImmutableList<ImmutableSortedSet<Integer>> differenceOf(
            AffineAmount amount, ImmutableSortedSet<Integer> cells) {
        return ImmutableList.of(cells);
    }
}
