package dev.berth.events.event;

import dev.berth.events.model.ProviderId;

/** The host is not enrolled any more. */
public record HostWithdrawn(ProviderId host) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.HOST_WITHDRAWN;
    }
}
