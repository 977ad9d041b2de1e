package dev.berth.ledger.history;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.ResourceClass;

/** Whose usage of which class a row is of; ordered by owner, then by class. */
record UsageKey(ImmutableList<String> by, ResourceClass resourceClass) implements Comparable<UsageKey> {
    @Override
    public int compareTo(UsageKey other) {
        for (int i = 0; i < by.size(); i++) {
            int order = by.get(i).compareTo(other.by.get(i));
            if (order != 0) {
                return order;
            }
        }
        return resourceClass.compareTo(other.resourceClass);
    }
}
