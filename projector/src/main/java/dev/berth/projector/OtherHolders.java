package dev.berth.projector;

import dev.berth.projector.LeaseClock.Moment;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Since when no other process can have been told that it has a partition, as far as one description of the group after
 * the other says so. A lease waits for a term from then, and no longer: where an instance is alone, that time goes by
 * while it starts. For the thread of the watch.
 */
final class OtherHolders {
    /** Somebody may have come and gone in a longer time between two descriptions. */
    private static final Duration GAP = Lease.TERM;

    private final Predicate<String> isOther;
    private final Map<Integer, Moment> noneSince = new HashMap<>();
    private Optional<Moment> lastSeen = Optional.empty();

    /** @param isOther whether a member of the group, by its client id, belongs to another process */
    OtherHolders(Predicate<String> isOther) {
        this.isOther = isOther;
    }

    /**
     * @param asked before the group was asked for
     * @param answered after it was told
     */
    void seen(Group group, Moment asked, Moment answered, int partitions) {
        if (lastSeen.filter(last -> last.isWithin(GAP, asked)).isEmpty()) {
            noneSince.clear();
        }
        lastSeen = Optional.of(asked);
        boolean isAlone = group.isWithout(isOther);
        for (int partition = 0; partition < partitions; partition++) {
            if (isAlone || group.isGiven(partition, isOther.negate())) {
                noneSince.putIfAbsent(partition, answered);
            } else if (group.isStable()) {
                noneSince.remove(partition);
            }
        }
    }

    /** Since when there has been none; when the lease itself began, there was none. */
    long noneSinceNs(Lease lease) {
        long begunNs = lease.begun().monotonicNs();
        Moment since = noneSince.get(lease.partition());
        return since == null || since.monotonicNs() - begunNs > 0 ? begunNs : since.monotonicNs();
    }
}
