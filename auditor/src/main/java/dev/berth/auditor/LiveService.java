package dev.berth.auditor;

import dev.berth.events.model.Region;
import java.util.List;
import java.util.SortedSet;

/** What a running service says about its state. */
public interface LiveService {
    /**
     * The regions that it knows.
     *
     * @throws AuditFailedException if it does not answer
     */
    SortedSet<Region> regions();

    /**
     * The digest of a region's state, and after how many commands.
     *
     * @throws AuditFailedException if it does not answer
     */
    LiveState state(Region region);

    /**
     * How far it has come in the partitions that it keeps.
     *
     * @throws AuditFailedException if it does not answer
     */
    default List<LivePartition> partitions() {
        return List.of();
    }

    /**
     * What all of its instances have on their disks.
     *
     * @throws AuditFailedException if none answers
     */
    default LiveStores stores() {
        return LiveStores.NONE;
    }
}
