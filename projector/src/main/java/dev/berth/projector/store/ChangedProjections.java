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

    private final boolean areAll;

    private ChangedProjections(ChangedProjections before, boolean areAll) {
        this.before = before;
        this.areAll = areAll;
    }

    static ChangedProjections none() {
        return new ChangedProjections(null, false);
    }

    /** All rows were written anew, whatever they were. */
    static ChangedProjections all() {
        return new ChangedProjections(null, true);
    }

    /** From the next commit on: forgets what moved before this one. */
    ChangedProjections next() {
        ChangedProjections kept = new ChangedProjections(null, areAll);
        kept.add(usages, pools);
        return new ChangedProjections(kept, false);
    }

    void add(Collection<ProviderId> movedUsages, Collection<ProviderId> movedPools) {
        usages.addAll(movedUsages);
        pools.addAll(movedPools);
    }

    boolean usage(ProviderId provider) {
        return areAll || usages.contains(provider) || before != null && before.usage(provider);
    }

    boolean pools(ProviderId host) {
        return areAll || pools.contains(host) || before != null && before.pools(host);
    }
}
