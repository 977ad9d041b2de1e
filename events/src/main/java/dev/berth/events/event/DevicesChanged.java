package dev.berth.events.event;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;

/**
 * Devices of a host were taken out of service, made dirty or given back, or have another holder without having been
 * free. Those that are not named are as they were.
 *
 * @param devices changed ones, whole, in order of the address; relatives that they exclude are among them
 * @param removed those that had left the host before and are forgotten now
 */
public record DevicesChanged(
        ProviderId host, ImmutableList<TrackedDevice> devices, ImmutableSortedSet<PciAddress> removed)
        implements Event {
    @Override
    public EventKind kind() {
        return EventKind.DEVICES_CHANGED;
    }
}
