package dev.berth.events.event;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Trait;

/**
 * A provider has these traits and no others.
 *
 * @param generation the provider's, after it
 */
public record TraitsReplaced(ProviderId provider, long generation, ImmutableSortedSet<Trait> traits) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.TRAITS_REPLACED;
    }
}
