package dev.berth.projector.store;

import dev.berth.events.model.ProviderId;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The projection rows of a region that may not say what its view says: those that have changed since the rows were
 * written, and those of the commit before, which readers may not see yet. One thread adds, any may ask.
 */
final class ChangedProjections {
    private final Set<ProviderId> usages = ConcurrentHashMap.newKeySet();
    private final Set<ProviderId> pools = ConcurrentHashMap.newKeySet();

    /** Null for the older of the two. */
    private final ChangedProjections before;

    private ChangedProjections(ChangedProjections before) {
        this.before = before;
    }

    static ChangedProjections none() {
        return new ChangedProjections(null);
    }

    /** From the next commit on: forgets what moved before this one. */
    ChangedProjections next() {
        ChangedProjections kept = new ChangedProjections(null);
        kept.add(usages, pools);
        return new ChangedProjections(kept);
    }

    void add(Collection<ProviderId> movedUsages, Collection<ProviderId> movedPools) {
        usages.addAll(movedUsages);
        pools.addAll(movedPools);
    }

    boolean usage(ProviderId provider) {
        return usages.contains(provider) || before != null && before.usage(provider);
    }

    boolean pools(ProviderId host) {
        return pools.contains(host) || before != null && before.pools(host);
    }
}
