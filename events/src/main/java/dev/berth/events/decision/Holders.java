package dev.berth.events.decision;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.ConsumerId;

/**
 * Those who hold something of a host.
 *
 * @param count how many they are, counted up to {@code HOST_HOLDERS_MAX}
 * @param areMore whether there are more than were counted
 * @param told some of them, {@code TOLD_HOLDERS_MAX} at most; all if they are no more
 */
public record Holders(int count, boolean areMore, ImmutableSortedSet<ConsumerId> told) {
    public static final Holders NONE = new Holders(0, false, ImmutableSortedSet.of());

    public boolean isEmpty() {
        return count == 0;
    }

    /** How many they are, in words such as "3" and "more than 10000". */
    public String countText() {
        return areMore ? "more than " + count : Integer.toString(count);
    }
}
