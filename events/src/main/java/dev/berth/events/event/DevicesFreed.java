package dev.berth.events.event;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.ProviderId;

/**
 * A consumer does not hold these devices of a host any more. What was reported of them meanwhile holds from here on,
 * and those that have left the host are gone.
 */
public record DevicesFreed(ConsumerId consumer, ProviderId host, ImmutableSortedSet<PciAddress> addresses)
        implements Event {
    @Override
    public EventKind kind() {
        return EventKind.DEVICES_FREED;
    }
}
