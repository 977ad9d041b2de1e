package dev.berth.ledger.history;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.ConsumerId;
import java.util.List;
import java.util.function.Predicate;

/**
 * The consumers that hold something although nobody knows them any more.
 *
 * @param found those that are not in the list of what exists, ordered by id
 * @param young how many are not in it either, but were changed so late that the list may be older than they are
 * @param consumers how many hold something in the region
 */
public record Orphans(ImmutableList<HeldConsumer> found, int young, int consumers) {
    /**
     * @param isLive whether a consumer is in the list
     * @param settledUntilMs who was changed after this time is no orphan, milliseconds since the epoch
     */
    public static Orphans among(List<HeldConsumer> held, Predicate<ConsumerId> isLive, long settledUntilMs) {
        ImmutableList.Builder<HeldConsumer> found = ImmutableList.builder();
        int young = 0;
        for (HeldConsumer each : held) {
            if (isLive.test(each.id())) {
                continue;
            }
            if (each.changedAtMs() > settledUntilMs) {
                young++;
            } else {
                found.add(each);
            }
        }
        return new Orphans(found.build(), young, held.size());
    }

    /** Whether more than half of all who hold something are orphans, which a list that is not whole makes of them. */
    public boolean areMost() {
        return found.size() > consumers / 2;
    }
}
