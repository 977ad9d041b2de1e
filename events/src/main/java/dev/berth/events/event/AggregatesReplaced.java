package dev.berth.events.event;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.ProviderId;

/**
 * A provider is in these aggregates and no others.
 *
 * @param generation the provider's, after it; as before if the writer did not know of generations
 */
public record AggregatesReplaced(ProviderId provider, long generation, ImmutableSortedSet<AggregateId> aggregates)
        implements Event {
    @Override
    public EventKind kind() {
        return EventKind.AGGREGATES_REPLACED;
    }
}
