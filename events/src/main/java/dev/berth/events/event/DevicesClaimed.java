package dev.berth.events.event;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;

/**
 * A consumer holds these devices of a host, besides those that it held; their relatives are not free any more.
 *
 * @param devices by address, which request of the consumer each serves
 * @param requests what these requests meant when they were accepted; empty if the devices were claimed as amounts
 */
public record DevicesClaimed(
        ConsumerId consumer,
        ProviderId host,
        ImmutableSortedMap<PciAddress, String> devices,
        ImmutableList<PciRequest> requests)
        implements Event {
    @Override
    public EventKind kind() {
        return EventKind.DEVICES_CLAIMED;
    }
}
