package dev.berth.projector;

import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The hosts whose rows are to be written to berth.hosts again, because the topic has lost them. Stream threads do it:
 * they alone write those rows, so that no row is replaced by an older one. Thread-safe.
 */
final class RowsToRepeat {
    private final Map<Region, TreeSet<ProviderId>> asked = new TreeMap<>();

    synchronized void ask(Region region, Collection<ProviderId> hosts) {
        if (!hosts.isEmpty()) {
            asked.computeIfAbsent(region, first -> new TreeSet<>()).addAll(hosts);
        }
    }

    /** Some of the region's hosts, which are asked for no longer. */
    synchronized List<ProviderId> take(Region region, int most) {
        TreeSet<ProviderId> left = asked.get(region);
        if (left == null) {
            return List.of();
        }
        List<ProviderId> taken = new ArrayList<>();
        for (Iterator<ProviderId> hosts = left.iterator(); hosts.hasNext() && taken.size() < most; ) {
            taken.add(hosts.next());
            hosts.remove();
        }
        if (left.isEmpty()) {
            asked.remove(region);
        }
        return taken;
    }

    /** The region is another instance's now, which finds out by itself. */
    synchronized void leave(Region region) {
        asked.remove(region);
    }
}
