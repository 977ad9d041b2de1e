package dev.berth.ledger;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.Affinity;
import dev.berth.ledger.resource.pci.DeviceClaim.Chosen;
import dev.berth.ledger.resource.pci.DeviceClaim.Refused;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the claims of one command ask for beside their amounts, served from what their amounts have left in the {@link DeviceRoom}. Used
 * by one thread for one decision.
 */
final class GuestRoom {
    private final LedgerView view;
    private final DeviceRoom devices;

    /** Devices that serve the requests of a consumer, those that it held before among them. */
    private final TreeMap<ConsumerId, ImmutableList<TrackedDevice>> served = new TreeMap<>();

    GuestRoom(LedgerView view, DeviceRoom devices) {
        this.view = view;
        this.devices = devices;
    }

    /**
     * The claim without those of its amounts that are units of devices which its requests name the providers of, as claims of
     * candidates have them. {@link #withUnits} adds them again.
     */
    static ConsumerClaim withoutUnits(LedgerView view, ConsumerClaim claim) {
        TreeMap<Stock, Long> units = new TreeMap<>();
        for (DeviceRequest request : claim.devices().map(DeviceClaim::requests).orElse(ImmutableList.of())) {
            request.providers()
                    .forEach((provider, count) -> view.devices()
                            .stockOf(provider)
                            .ifPresent(stock -> units.merge(stock, (long) count, Long::sum)));
        }
        if (units.isEmpty()) {
            return claim;
        }
        TreeMap<ProviderId, ImmutableSortedMap<ResourceClass, Long>> rest = new TreeMap<>();
        claim.allocations().forEach((provider, amounts) -> {
            TreeMap<ResourceClass, Long> left = new TreeMap<>(amounts);
            left.replaceAll((resourceClass, amount) ->
                    Math.max(0, amount - units.getOrDefault(new Stock(provider, resourceClass), 0L)));
            left.values().removeIf(amount -> amount == 0);
            if (!left.isEmpty()) {
                rest.put(provider, ImmutableSortedMap.copyOfSorted(left));
            }
        });
        return claim.withAllocations(ImmutableSortedMap.copyOfSorted(rest));
    }

    /** Serves what the claim asks for beside its amounts, all of it or none. */
    Optional<Refusal> serve(ConsumerClaim claim) {
        if (claim.devices().isEmpty()) {
            return Optional.empty();
        }
        DeviceClaim asked = claim.devices().get();
        if (view.provider(asked.host()).isEmpty()) {
            return Optional.of(Refusal.of(Rejection.PROVIDER_NOT_FOUND).with(Fact.PROVIDER, asked.host()));
        }
        ImmutableList.Builder<PciRequest> resolved = ImmutableList.builder();
        for (DeviceRequest request : asked.requests()) {
            Optional<PciRequest> meant = FlavorRules.resolve(view, request);
            if (meant.isEmpty()) {
                return Optional.of(FlavorRules.refusal(
                        Rejection.FLAVOR_NOT_FOUND, request.flavor().orElseThrow()));
            }
            resolved.add(meant.get());
        }
        ImmutableList<PciRequest> wanted = resolved.build();
        Affinity affinity = new Affinity(
                asked.guestCells(),
                view.hostReport(asked.host()).map(HostReport::cells).orElse(ImmutableSortedMap.of()));
        dev.berth.ledger.resource.pci.DeviceClaim outcome =
                devices.table(asked.host()).claim(claim.consumer(), wanted, affinity);
        if (outcome instanceof Refused refused) {
            return Optional.of(Refusal.of(Rejection.REQUESTS_NOT_SERVED)
                    .with(Fact.CONSUMER, claim.consumer())
                    .with(Fact.HOST, asked.host())
                    .with(Fact.REASON, refused.message()));
        }
        Chosen chosen = (Chosen) outcome;
        devices.serve(claim.consumer(), asked.host(), wanted, chosen.table(), chosen.addresses());
        served.put(
                claim.consumer(),
                chosen.addresses().values().stream()
                        .flatMap(addresses -> addresses.stream())
                        .map(address -> chosen.table().get(address).orElseThrow())
                        .collect(ImmutableList.toImmutableList()));
        return withUnits(claim).isEmpty() && !served.get(claim.consumer()).isEmpty()
                ? Optional.of(Refusal.of(Rejection.DEVICES_WITHOUT_ALLOCATIONS).with(Fact.CONSUMER, claim.consumer()))
                : Optional.empty();
    }

    /** The amounts of the claim and, besides, the units that the devices are which serve its requests. */
    ImmutableSortedMap<ProviderId, ImmutableSortedMap<ResourceClass, Long>> withUnits(ConsumerClaim claim) {
        TreeMap<ProviderId, TreeMap<ResourceClass, Long>> amounts = new TreeMap<>();
        claim.allocations().forEach((provider, stated) -> amounts.put(provider, new TreeMap<>(stated)));
        for (TrackedDevice device : served.getOrDefault(claim.consumer(), ImmutableList.of())) {
            Stock.of(device)
                    .ifPresent(stock -> amounts.computeIfAbsent(stock.provider(), none -> new TreeMap<>())
                            .merge(stock.resourceClass(), 1L, Long::sum));
        }
        TreeMap<ProviderId, ImmutableSortedMap<ResourceClass, Long>> whole = new TreeMap<>();
        for (Map.Entry<ProviderId, TreeMap<ResourceClass, Long>> each : amounts.entrySet()) {
            whole.put(each.getKey(), ImmutableSortedMap.copyOfSorted(each.getValue()));
        }
        return ImmutableSortedMap.copyOfSorted(whole);
    }
}
