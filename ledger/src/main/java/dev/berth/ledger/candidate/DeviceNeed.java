package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.FlavorRules;
import dev.berth.ledger.RegionView;
import dev.berth.ledger.resource.pci.Affinity;
import dev.berth.ledger.resource.pci.Pools;
import java.util.List;
import java.util.Optional;

/**
 * Free devices that one provider has to count. It looks at pools, so it may say yes where a claim then finds that a PF is in the way;
 * {@link DeviceOffers} has the last word.
 *
 * @param requests what flavors mean now; empty if one of them is not known, which nothing meets
 */
record DeviceNeed(RegionView view, Optional<ImmutableList<PciRequest>> requests) {
    /** Empty if no devices are asked for. */
    static Optional<DeviceNeed> of(RegionView view, ImmutableList<DeviceRequest> devices) {
        return devices.isEmpty() ? Optional.empty() : Optional.of(new DeviceNeed(view, resolved(view, devices)));
    }

    private static Optional<ImmutableList<PciRequest>> resolved(RegionView view, ImmutableList<DeviceRequest> devices) {
        ImmutableList.Builder<PciRequest> resolved = ImmutableList.builder();
        for (DeviceRequest request : devices) {
            Optional<PciRequest> meant = FlavorRules.resolve(view, request);
            if (meant.isEmpty()) {
                return Optional.empty();
            }
            resolved.add(meant.get());
        }
        return Optional.of(resolved.build());
    }

    /** Whether the provider counts enough of them. */
    boolean isMetBy(ProviderId provider) {
        return requests.isPresent()
                && view.devices()
                        .hostOf(provider)
                        .filter(host -> pools(host)
                                .where(pool -> pool.provider().equals(Optional.of(provider)))
                                .supports(requests.get(), Affinity.NONE))
                        .isPresent();
    }

    /** Whether the host has enough for each request by itself; together they may still be too many. */
    boolean mayBeMetOn(ProviderId host) {
        Pools pools = pools(host);
        return requests.isPresent()
                && requests.get().stream().allMatch(request -> pools.supports(List.of(request), Affinity.NONE));
    }

    private Pools pools(ProviderId host) {
        return view.devices().of(host).pools();
    }
}
