package dev.berth.events.event;

import dev.berth.events.model.ProviderId;
import java.util.Optional;

/**
 * A provider has this name and this place in the trees; what is below it has moved with it.
 *
 * @param parent empty for a root
 */
public record ProviderUpdated(ProviderId provider, String name, Optional<ProviderId> parent) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.PROVIDER_UPDATED;
    }
}
