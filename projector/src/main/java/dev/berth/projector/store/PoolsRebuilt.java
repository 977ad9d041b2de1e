package dev.berth.projector.store;

import dev.berth.events.model.Region;

/**
 * What became of the pools of a region that were dropped and made again from its devices.
 *
 * @param hosts how many hosts have pools
 * @param pools how many pools there are
 * @param differing on how many hosts the pools differ from what was kept before; more than 0 is a bug
 * @param tookMs how long the region's partition waited for it
 */
public record PoolsRebuilt(Region region, int hosts, int pools, int differing, long tookMs) {
    public boolean isEqual() {
        return differing == 0;
    }
}
