package dev.berth.events.event;

import dev.berth.events.model.ProviderId;

/** New consumers may be on the host again. */
public record HostUndrained(ProviderId host) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.HOST_UNDRAINED;
    }
}
