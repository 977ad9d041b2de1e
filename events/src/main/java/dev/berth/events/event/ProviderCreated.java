package dev.berth.events.event;

import dev.berth.events.model.ProviderId;
import java.util.Optional;

/**
 * A provider came to be, in generation 0, with nothing in it.
 *
 * @param parent empty for a root
 */
public record ProviderCreated(ProviderId provider, String name, Optional<ProviderId> parent) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.PROVIDER_CREATED;
    }
}
