package dev.berth.events.event;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;

/**
 * What a report changed in the devices of a host. Those that are not named are as they were.
 *
 * @param devices new and changed ones, whole, in order of the address
 * @param removed those that are gone
 */
public record DevicesReported(
        ProviderId host, ImmutableList<TrackedDevice> devices, ImmutableSortedSet<PciAddress> removed)
        implements Event {
    @Override
    public EventKind kind() {
        return EventKind.DEVICES_REPORTED;
    }
}
