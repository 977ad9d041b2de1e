package dev.berth.events.event;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.ProviderId;

/**
 * Providers are in these generations, because allocations on them were written.
 */
public record GenerationsAdvanced(ImmutableSortedMap<ProviderId, Long> generations) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.GENERATIONS_ADVANCED;
    }
}
