package dev.berth.ledger.history;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.GuestPlacement;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;

/**
 * What a consumer holds in one view.
 *
 * @param names of the providers that it takes from, as they were called then
 * @param devices in order of host and address
 */
public record Holding(
        Allocations allocations,
        ImmutableSortedMap<ProviderId, String> names,
        ImmutableList<Device> devices,
        Optional<GuestPlacement> placement) {
    /**
     * A PCI device that is held.
     *
     * @param request the request that it serves
     */
    public record Device(ProviderId host, PciAddress address, Optional<String> request) {}

    static Holding of(RegionView view, ConsumerId id) {
        Optional<Consumer> consumer = view.consumer(id);
        Allocations allocations = consumer.map(Consumer::allocations).orElse(Allocations.NONE);
        ImmutableSortedMap.Builder<ProviderId, String> names = ImmutableSortedMap.naturalOrder();
        allocations.forEach((provider, amounts) ->
                view.provider(provider).map(Provider::name).ifPresent(name -> names.put(provider, name)));
        ImmutableList.Builder<Device> devices = ImmutableList.builder();
        for (ProviderId host : view.devices().hostsOf(id)) {
            for (TrackedDevice device : view.devices().heldBy(id, host)) {
                devices.add(new Device(host, device.address(), device.requestId()));
            }
        }
        return new Holding(allocations, names.build(), devices.build(), consumer.flatMap(Consumer::placement));
    }

    public boolean isNothing() {
        return allocations.isEmpty() && devices.isEmpty();
    }

    /** What is taken from one of its providers. */
    public ImmutableSortedMap<ResourceClass, Long> from(ProviderId provider) {
        return allocations.from(provider);
    }
}
