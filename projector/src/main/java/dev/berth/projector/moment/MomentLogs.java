package dev.berth.projector.moment;

import dev.berth.events.log.RegionLog;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;

/** Where the logs of regions are. Any thread. */
public interface MomentLogs {
    /** Which log all regions are in. */
    LogId id();

    /**
     * Opens the log of a region.
     *
     * @param each run before each record of its partition; what it throws ends the reading
     */
    RegionLog open(Region region, Runnable each);
}
