package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How many more devices a claim may take of providers, however many of theirs are free: an operator may have reserved
 * some. Devices of other providers, and those that no provider counts, have no limit but their number.
 */
public record UnitLimits(ImmutableSortedMap<ProviderId, Integer> mostByProvider) {
    public static final UnitLimits NONE = new UnitLimits(ImmutableSortedMap.of());

    int left(Optional<ProviderId> provider) {
        Integer most = provider.map(mostByProvider::get).orElse(null);
        return most == null ? Integer.MAX_VALUE : Math.max(0, most);
    }

    /** How many devices of the pools can be taken together. */
    int countOf(Iterable<Pool> pools) {
        int count = 0;
        TreeMap<ProviderId, Integer> limited = new TreeMap<>();
        for (Pool pool : pools) {
            if (pool.provider().filter(mostByProvider::containsKey).isPresent()) {
                limited.merge(pool.provider().get(), pool.count(), Integer::sum);
            } else {
                count += pool.count();
            }
        }
        for (ProviderId provider : limited.keySet()) {
            count += Math.min(limited.get(provider), left(Optional.of(provider)));
        }
        return count;
    }

    UnitLimits minus(Optional<ProviderId> provider, int count) {
        if (provider.filter(mostByProvider::containsKey).isEmpty()) {
            return this;
        }
        TreeMap<ProviderId, Integer> changed = new TreeMap<>(mostByProvider);
        changed.merge(provider.get(), -count, Integer::sum);
        return new UnitLimits(ImmutableSortedMap.copyOfSorted(changed));
    }

    /** The limits once the devices at the addresses, as they were before, are held or free as they are afterwards. */
    UnitLimits after(DeviceTable before, DeviceTable after, Iterable<PciAddress> addresses) {
        UnitLimits limits = this;
        for (PciAddress address : addresses) {
            Optional<TrackedDevice> device = before.get(address);
            int change = held(after.get(address)) - held(device);
            limits = limits.minus(device.flatMap(at -> at.device().provider()), change);
        }
        return limits;
    }

    private static int held(Optional<TrackedDevice> device) {
        return device.filter(at -> at.status().isBusy()).isPresent() ? 1 : 0;
    }
}
