package dev.berth.ledger;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.DevicesClaimed;
import dev.berth.events.event.DevicesFreed;
import dev.berth.events.event.Event;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.DeviceOutcome;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.resource.pci.PoolKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The concrete devices behind the amounts that the claims of one command name: a unit allocated from a provider that counts devices
 * is one of those devices, held by the consumer. All consumers first let go of what they do not claim any more, the highest addresses
 * first; what is then missing is taken, first what another consumer of the command has let go (so that a move keeps its devices), then
 * from the least specific devices, lowest address first. Used by one thread for one decision.
 */
final class DeviceRoom {
    /** What devices serve that were claimed as mere amounts, by clients who know nothing of devices. */
    static final String BY_AMOUNT = "allocation";

    private final LedgerView view;
    private final TreeMap<ProviderId, DeviceTable> tables = new TreeMap<>();
    private final TreeMap<Holding, TreeSet<PciAddress>> freed = new TreeMap<>();
    private final TreeMap<Holding, TreeMap<PciAddress, String>> taken = new TreeMap<>();

    /** What was let go, and which request it served. */
    private final TreeMap<ProviderId, TreeMap<PciAddress, String>> handedOver = new TreeMap<>();

    private record Holding(ConsumerId consumer, ProviderId host) implements Comparable<Holding> {
        @Override
        public int compareTo(Holding other) {
            int byConsumer = consumer.compareTo(other.consumer);
            return byConsumer != 0 ? byConsumer : host.compareTo(other.host);
        }
    }

    private final TreeMap<Holding, ImmutableList<PciRequest>> requests = new TreeMap<>();

    /** What a claim asks for by requests, on the host on which it asks. */
    private record Asked(Optional<ProviderId> host, ImmutableSortedSet<String> requestIds) {
        static final Asked NOTHING = new Asked(Optional.empty(), ImmutableSortedSet.of());

        static Asked by(ConsumerClaim claim) {
            return claim.devices()
                    .map(devices -> new Asked(
                            Optional.of(devices.host()),
                            devices.requests().stream()
                                    .map(DeviceRequest::id)
                                    .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()))))
                    .orElse(NOTHING);
        }

        boolean isServedBy(ProviderId at, TrackedDevice device) {
            return host.equals(Optional.of(at))
                    && device.requestId().filter(requestIds::contains).isPresent();
        }
    }

    DeviceRoom(LedgerView view) {
        this.view = view;
    }

    /** Settles the claims, or says which amount has no devices; nothing here is of use after that. */
    Optional<Refusal> shortage(List<ConsumerClaim> claims) {
        if (view.devices().isEmpty()) {
            return Optional.empty();
        }
        claims.forEach(claim -> letGo(claim.consumer(), claim.allocations(), Asked.by(claim)));
        for (ConsumerClaim claim : claims) {
            for (Map.Entry<ProviderId, ImmutableSortedMap<ResourceClass, Long>> allocation :
                    claim.allocations().entrySet()) {
                Optional<Refusal> shortage =
                        take(claim.consumer(), allocation.getKey(), allocation.getValue(), Asked.by(claim));
                if (shortage.isPresent()) {
                    return shortage;
                }
            }
        }
        return Optional.empty();
    }

    /** What the consumer holds beyond these allocations is free; if they are empty, that is all that it holds. */
    void letGo(
            ConsumerId consumer, ImmutableSortedMap<ProviderId, ImmutableSortedMap<ResourceClass, Long>> allocations) {
        letGo(consumer, allocations, Asked.NOTHING);
    }

    private void letGo(
            ConsumerId consumer,
            ImmutableSortedMap<ProviderId, ImmutableSortedMap<ResourceClass, Long>> allocations,
            Asked asked) {
        for (ProviderId host : view.devices().hostsOf(consumer)) {
            TreeMap<Stock, Long> kept = new TreeMap<>();
            for (TrackedDevice device : byWorthKeeping(table(host), consumer)) {
                Optional<Stock> stock = Stock.of(device);
                if (asked.isServedBy(host, device)) {
                    continue;
                }
                // Whoever speaks of amounts alone knows nothing of devices that no provider counts, so those stay.
                boolean isKept = stock.isEmpty()
                        ? !allocations.isEmpty() && asked.host().isEmpty()
                        : kept.merge(stock.get(), 1L, Long::sum) <= amount(allocations, stock.get());
                if (!isKept) {
                    free(consumer, host, device);
                }
            }
        }
    }

    /** A device that has left the host is the first to go, then the highest address. */
    private static List<TrackedDevice> byWorthKeeping(DeviceTable table, ConsumerId consumer) {
        List<TrackedDevice> held = new ArrayList<>(table.devicesOf(consumer));
        held.sort(Comparator.comparing(TrackedDevice::departing).thenComparing(TrackedDevice::address));
        return held;
    }

    private static long amount(
            ImmutableSortedMap<ProviderId, ImmutableSortedMap<ResourceClass, Long>> allocations, Stock stock) {
        ImmutableSortedMap<ResourceClass, Long> amounts = allocations.get(stock.provider());
        return amounts == null ? 0 : amounts.getOrDefault(stock.resourceClass(), 0L);
    }

    private void free(ConsumerId consumer, ProviderId host, TrackedDevice device) {
        tables.put(
                host, table(host).free(device.address(), Optional.of(consumer)).orElseThrow());
        freed.computeIfAbsent(new Holding(consumer, host), none -> new TreeSet<>())
                .add(device.address());
        handedOver
                .computeIfAbsent(host, none -> new TreeMap<>())
                .put(device.address(), device.requestId().orElse(BY_AMOUNT));
    }

    private Optional<Refusal> take(
            ConsumerId consumer, ProviderId provider, ImmutableSortedMap<ResourceClass, Long> amounts, Asked asked) {
        Optional<ProviderId> host = view.devices().hostOf(provider);
        if (host.isPresent()) {
            for (Map.Entry<ResourceClass, Long> amount : amounts.entrySet()) {
                Stock stock = new Stock(provider, amount.getKey());
                long held = take(consumer, host.get(), stock, amount.getValue(), asked);
                if (held < amount.getValue() && isCounted(host.get(), stock)) {
                    return Optional.of(
                            InventoryRules.refusal(Rejection.DEVICES_NOT_FREE, provider, stock.resourceClass())
                                    .with(Fact.REQUESTED, amount.getValue())
                                    .with(Fact.ACTUAL, held));
                }
            }
        }
        return Optional.empty();
    }

    private boolean isCounted(ProviderId host, Stock stock) {
        return view.devices().of(host).devices().stream().anyMatch(stock::counts);
    }

    /** Makes the consumer hold as many devices as it is entitled to, as far as there are any; says how many it holds then. */
    long take(ConsumerId consumer, ProviderId host, ProviderId provider, ResourceClass resourceClass, long entitled) {
        return take(consumer, host, new Stock(provider, resourceClass), entitled, Asked.NOTHING);
    }

    private long take(ConsumerId consumer, ProviderId host, Stock stock, long entitled, Asked asked) {
        DeviceTable table = table(host);
        long held = table.devicesOf(consumer).stream()
                .filter(device -> stock.counts(device) && !asked.isServedBy(host, device))
                .count();
        for (TrackedDevice device : held < entitled ? free(host, table, stock) : List.<TrackedDevice>of()) {
            String requestId = handedOver.getOrDefault(host, new TreeMap<>()).getOrDefault(device.address(), BY_AMOUNT);
            // A relative that was taken meanwhile may stand in the way.
            DeviceOutcome outcome = table.claim(device.address(), consumer, requestId);
            if (held < entitled && outcome.isChanged()) {
                table = outcome.orElseThrow();
                held++;
                taken.computeIfAbsent(new Holding(consumer, host), none -> new TreeMap<>())
                        .put(device.address(), requestId);
            }
        }
        tables.put(host, table);
        return held;
    }

    /** The consumer holds what serves its requests, of which it may have held some before. */
    void serve(
            ConsumerId consumer,
            ProviderId host,
            ImmutableList<PciRequest> asked,
            DeviceTable after,
            ImmutableSortedMap<String, ImmutableSortedSet<PciAddress>> addresses) {
        DeviceTable before = table(host);
        addresses.forEach((requestId, chosen) -> chosen.forEach(address -> {
            if (before.get(address).filter(device -> device.isOwnedBy(consumer)).isEmpty()) {
                taken.computeIfAbsent(new Holding(consumer, host), none -> new TreeMap<>())
                        .put(address, requestId);
            }
        }));
        requests.put(new Holding(consumer, host), asked);
        tables.put(host, after);
    }

    private List<TrackedDevice> free(ProviderId host, DeviceTable table, Stock stock) {
        TreeMap<PciAddress, String> handed = handedOver.getOrDefault(host, new TreeMap<>());
        List<TrackedDevice> free = new ArrayList<>();
        for (TrackedDevice device : table.devices()) {
            if (device.isAvailable() && stock.counts(device)) {
                free.add(device);
            }
        }
        free.sort(Comparator.comparing((TrackedDevice device) -> !handed.containsKey(device.address()))
                .thenComparing(device -> PoolKey.of(device.device()).keyCount())
                .thenComparing(TrackedDevice::address));
        return free;
    }

    /** The devices of the host as they are after what was let go and taken so far. */
    DeviceTable table(ProviderId host) {
        return tables.getOrDefault(host, view.devices().of(host));
    }

    /** From here on the room has these devices of the host. */
    void put(ProviderId host, DeviceTable table) {
        tables.put(host, table);
    }

    /** Who lets go of what; to be applied before what is taken. */
    ImmutableList<Event> freed() {
        ImmutableList.Builder<Event> events = ImmutableList.builder();
        freed.forEach((holding, addresses) -> events.add(
                new DevicesFreed(holding.consumer(), holding.host(), ImmutableSortedSet.copyOfSorted(addresses))));
        return events.build();
    }

    ImmutableList<Event> taken() {
        ImmutableList.Builder<Event> events = ImmutableList.builder();
        taken.forEach((holding, devices) -> events.add(new DevicesClaimed(
                holding.consumer(),
                holding.host(),
                ImmutableSortedMap.copyOfSorted(devices),
                requests.getOrDefault(holding, ImmutableList.of()))));
        return events.build();
    }
}
