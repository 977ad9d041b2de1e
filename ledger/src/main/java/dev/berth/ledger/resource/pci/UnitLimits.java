package dev.berth.ledger.resource.pci;

import dev.berth.events.model.PciAddress;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import io.vavr.collection.TreeMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * How many more devices a claim may take of providers, however many of theirs are free: an operator may have reserved
 * some. Devices of other providers, and those that no provider counts, have no limit but their number.
 */
public record UnitLimits(TreeMap<ProviderId, Integer> mostByProvider) {
    public static final UnitLimits NONE = new UnitLimits(TreeMap.empty());

    public static UnitLimits of(SortedMap<ProviderId, Integer> mostByProvider) {
        return new UnitLimits(TreeMap.ofAll(mostByProvider));
    }

    int left(Optional<ProviderId> provider) {
        Integer most =
                provider.flatMap(id -> mostByProvider.get(id).toJavaOptional()).orElse(null);
        return most == null ? Integer.MAX_VALUE : Math.max(0, most);
    }

    /** How many devices of the pools can be taken together. */
    int countOf(Iterable<Pool> pools) {
        int count = 0;
        java.util.TreeMap<ProviderId, Integer> limited = new java.util.TreeMap<>();
        for (Pool pool : pools) {
            if (pool.provider().filter(mostByProvider::containsKey).isPresent()) {
                limited.merge(pool.provider().get(), pool.count(), Integer::sum);
            } else {
                count += pool.count();
            }
        }
        for (Map.Entry<ProviderId, Integer> each : limited.entrySet()) {
            count += Math.min(each.getValue(), left(Optional.of(each.getKey())));
        }
        return count;
    }

    UnitLimits minus(Optional<ProviderId> provider, int count) {
        return provider.filter(mostByProvider::containsKey)
                .map(id -> new UnitLimits(mostByProvider.put(id, -count, Integer::sum)))
                .orElse(this);
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
