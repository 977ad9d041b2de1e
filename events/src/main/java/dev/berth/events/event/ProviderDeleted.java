package dev.berth.events.event;

import dev.berth.events.model.ProviderId;

/**
 * A provider is gone, with its inventories, traits and aggregates.
 */
public record ProviderDeleted(ProviderId provider) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.PROVIDER_DELETED;
    }
}
