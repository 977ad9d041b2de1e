package dev.berth.resource.numa;

import dev.berth.resource.Inventory;

/** A stock that lies near NUMA cells. */
public interface AffineInventory extends Inventory {
    /**
     * How much of it is free near the cell; guests that want it are put where there is more, others where there is
     * less.
     */
    long freeNear(int cell);
}
