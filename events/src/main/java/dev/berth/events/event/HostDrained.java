package dev.berth.events.event;

import dev.berth.events.model.Limits;
import dev.berth.events.model.ProviderId;

/**
 * New consumers are kept off the host. A host that was drained before has another reason now, or another
 * {@code wasDisabled}.
 *
 * @param reason why, in words for people
 * @param wasDisabled whether the root has COMPUTE_STATUS_DISABLED from elsewhere too, and keeps it after the drain
 */
public record HostDrained(ProviderId host, String reason, boolean wasDisabled) implements Event {
    public HostDrained {
        Limits.requireReason(reason, "a drain");
    }

    @Override
    public EventKind kind() {
        return EventKind.HOST_DRAINED;
    }
}
