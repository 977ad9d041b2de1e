package dev.berth.projector;

import dev.berth.projector.LeaseClock.Moment;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * From when on no other process answers from a partition any more, as far as one description of the group after the
 * other says so. For the thread of the watch.
 *
 * <p>Whoever has lost a partition without a word of its own may answer for a term after it can last have been told that
 * it has it. Where an instance is alone, that time goes by while it starts. Whoever is still in the group when another
 * has the partition has handed it over, and answers no longer: Kafka Streams gives a partition to another member only
 * once its holder has joined again without it, and the holder has closed its task, with its lease, by then.
 */
final class OtherHolders {
    /** Somebody may have come and gone in a longer time between two descriptions. */
    private static final Duration GAP = Lease.TERM;

    /** Whoever had the partition while nobody looked. */
    private static final String UNSEEN = "";

    private final Predicate<String> isOther;

    /**
     * Of each partition, by client id, who may answer from it, and since when it cannot have been told that it has it;
     * empty while it can.
     */
    private final Map<Integer, Map<String, Optional<Moment>>> mayAnswer = new HashMap<>();

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
            mayAnswer.clear();
        }
        lastSeen = Optional.of(asked);
        for (int partition = 0; partition < partitions; partition++) {
            seen(group, partition, asked, answered);
        }
    }

    private void seen(Group group, int partition, Moment asked, Moment answered) {
        Map<String, Optional<Moment>> others = mayAnswer.computeIfAbsent(partition, any -> unseen());
        Optional<String> holder = group.holder(partition);
        if (holder.isPresent() || group.isWithout(isOther)) {
            others.replaceAll((other, since) -> since.isPresent() ? since : Optional.of(answered));
        }
        if (holder.isPresent()) {
            others.keySet().removeIf(group::has);
        }
        others.values().removeIf(since -> since.isPresent() && isOver(since.get(), asked));
        holder.filter(isOther).ifPresent(other -> others.put(other, Optional.empty()));
    }

    private static boolean isOver(Moment since, Moment now) {
        return now.monotonicNs() - since.monotonicNs() >= Lease.TERM.toNanos();
    }

    private static Map<String, Optional<Moment>> unseen() {
        Map<String, Optional<Moment>> others = new HashMap<>();
        others.put(UNSEEN, Optional.empty());
        return others;
    }

    /**
     * The monotonic time from which on no other answers from the partition of a lease. When the lease itself began, no
     * other had it.
     */
    long noneFromNs(Lease lease) {
        long termNs = Lease.TERM.toNanos();
        long latestNs = lease.begun().monotonicNs() + termNs;
        return mayAnswer.getOrDefault(lease.partition(), unseen()).values().stream()
                .mapToLong(since -> since.map(Moment::monotonicNs)
                        .map(ns -> ns + termNs)
                        .filter(ns -> ns - latestNs < 0)
                        .orElse(latestNs))
                .max()
                .orElse(lease.begun().monotonicNs());
    }
}
