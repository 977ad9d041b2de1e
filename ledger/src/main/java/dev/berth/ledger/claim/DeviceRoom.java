package dev.berth.ledger.claim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.DevicesChanged;
import dev.berth.events.event.DevicesClaimed;
import dev.berth.events.event.DevicesFreed;
import dev.berth.events.event.Event;
import dev.berth.events.model.Allocation;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.DeviceOutcome;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.state.DeviceTables;
import dev.berth.ledger.state.FreeDevice;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.Stock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The concrete devices behind the amounts that the claims of one command name: a unit allocated from a provider that
 * counts devices is one of those devices, held by the consumer. All consumers first let go of what they do not claim
 * any more, the highest addresses first; what is then missing is taken, first what another consumer of the command has
 * let go (so that a move keeps its devices), then from the least specific devices, lowest address first. Used by one
 * thread for one decision.
 */
public final class DeviceRoom {
    /** The request id of devices that were claimed only as amounts, by clients that know nothing of devices. */
    static final String BY_AMOUNT = "allocation";

    private final LedgerView view;
    private final TreeMap<Holding, TreeSet<PciAddress>> freed = new TreeMap<>();
    private final TreeMap<Holding, TreeMap<PciAddress, String>> taken = new TreeMap<>();

    /** The released devices, by stock because they are looked up by stock. */
    private final TreeMap<Stock, TreeMap<FreeDevice, HandedOver>> handedOver = new TreeMap<>();

    /** Devices that changed hands without having been free, by host; see {@link Heirs}. */
    private final TreeMap<ProviderId, TreeMap<PciAddress, TrackedDevice>> passedOn = new TreeMap<>();

    /** The stocks of dirty devices that were released or taken. */
    private final TreeSet<Stock> soiled = new TreeSet<>();

    /** The devices as they are after what was let go and taken so far. */
    private DeviceTables tables;

    private record Holding(ConsumerId consumer, ProviderId host) implements Comparable<Holding> {
        @Override
        public int compareTo(Holding other) {
            int byConsumer = consumer.compareTo(other.consumer);
            return byConsumer != 0 ? byConsumer : host.compareTo(other.host);
        }
    }

    /** The request that a released device served, and its holder's project. */
    private record HandedOver(String requestId, Optional<String> projectId) {}

    private final TreeMap<Holding, ImmutableList<PciRequest>> requests = new TreeMap<>();

    /** What a claim asks for by requests, on the host on which it asks. */
    private record RequestedDevices(Optional<ProviderId> host, ImmutableSortedSet<String> requestIds) {
        static final RequestedDevices NOTHING = new RequestedDevices(Optional.empty(), ImmutableSortedSet.of());

        static RequestedDevices by(ConsumerClaim claim) {
            return claim.devices()
                    .map(devices -> new RequestedDevices(
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

    public DeviceRoom(LedgerView view) {
        this.view = view;
        this.tables = view.devices();
    }

    /** Settles the claims, or says which amount has no devices; use nothing of this object after a refusal. */
    public Optional<Refusal> shortage(List<ConsumerClaim> claims) {
        if (view.devices().isEmpty()) {
            return Optional.empty();
        }
        List<RequestedDevices> asked = claims.stream().map(RequestedDevices::by).toList();
        Heirs heirs = new Heirs(view, claims);
        for (int i = 0; i < claims.size(); i++) {
            letGo(claims.get(i).consumer(), claims.get(i).allocations(), asked.get(i), heirs);
        }
        for (int i = 0; i < claims.size(); i++) {
            ConsumerClaim claim = claims.get(i);
            for (Allocation allocation : claim.allocations()) {
                Optional<Refusal> shortage = take(claim, allocation, asked.get(i));
                if (shortage.isPresent()) {
                    return shortage;
                }
            }
        }
        return Optional.empty();
    }

    /** What the consumer holds beyond these allocations is free; if they are empty, that is all that it holds. */
    public void letGo(ConsumerId consumer, Allocations allocations) {
        letGo(consumer, allocations, RequestedDevices.NOTHING, new Heirs(view, List.of()));
    }

    private void letGo(ConsumerId consumer, Allocations allocations, RequestedDevices asked, Heirs heirs) {
        for (ProviderId host : view.devices().hostsOf(consumer)) {
            TreeMap<Stock, Long> kept = new TreeMap<>();
            for (TrackedDevice device : byWorthKeeping(consumer, host)) {
                Optional<Stock> stock = Stock.of(device);
                if (asked.isServedBy(host, device)) {
                    continue;
                }
                // A client that speaks only of amounts knows nothing of devices that no provider counts, so those stay.
                boolean isKept = stock.isEmpty()
                        ? !allocations.isEmpty() && asked.host().isEmpty()
                        : kept.merge(stock.get(), 1L, Long::sum)
                                <= allocations.amount(
                                        stock.get().provider(), stock.get().resourceClass());
                Optional<ConsumerId> heir = isKept ? Optional.empty() : heirs.of(tables, consumer, host, device);
                if (heir.isPresent()) {
                    passOn(host, device, heir.get());
                } else if (!isKept) {
                    free(consumer, host, device);
                }
            }
        }
    }

    private void passOn(ProviderId host, TrackedDevice device, ConsumerId heir) {
        TrackedDevice passed =
                device.busy(device.status(), heir, device.requestId().orElseThrow());
        tables = tables.with(
                host,
                new DeviceOutcome.Changed(
                        table(host).with(List.of(passed), List.of()), ImmutableSortedSet.of(device.address())));
        passedOn.computeIfAbsent(host, none -> new TreeMap<>()).put(device.address(), passed);
    }

    /** A device that has left the host is the first to go, then the highest address. */
    private List<TrackedDevice> byWorthKeeping(ConsumerId consumer, ProviderId host) {
        List<TrackedDevice> held = new ArrayList<>(tables.heldBy(consumer, host));
        held.sort(Comparator.comparing(TrackedDevice::departing).thenComparing(TrackedDevice::address));
        return held;
    }

    private void free(ConsumerId consumer, ProviderId host, TrackedDevice device) {
        PciAddress address = device.address();
        DeviceOutcome.Changed changed =
                table(host).free(address, Optional.of(consumer)).changedOrElseThrow();
        tables = tables.with(host, changed);
        freed.computeIfAbsent(new Holding(consumer, host), none -> new TreeSet<>())
                .add(address);
        // What was reported of it meanwhile holds from now on, so it may be another stock's.
        Optional<TrackedDevice> left = changed.table().get(address);
        Optional<Stock> stock = left.flatMap(Stock::of);
        if (stock.isPresent()) {
            note(left.get());
            handedOver
                    .computeIfAbsent(stock.get(), none -> new TreeMap<>())
                    .put(
                            FreeDevice.of(host, left.get()),
                            new HandedOver(
                                    device.requestId().orElse(BY_AMOUNT),
                                    view.consumer(consumer).map(Consumer::projectId)));
        }
    }

    private void note(TrackedDevice device) {
        if (device.dirty()) {
            Stock.of(device).ifPresent(soiled::add);
        }
    }

    private Optional<Refusal> take(ConsumerClaim claim, Allocation allocation, RequestedDevices asked) {
        Optional<ProviderId> host = view.devices().hostOf(allocation.provider());
        if (host.isEmpty()) {
            return Optional.empty();
        }
        Stock stock = Stock.of(allocation);
        long held =
                take(claim.consumer(), host.get(), stock, allocation.amount(), asked, Optional.of(claim.projectId()));
        return held < allocation.amount() && view.devices().isCounted(stock)
                ? Optional.of(Refusal.of(Rejection.DEVICES_NOT_FREE, stock.provider(), stock.resourceClass())
                        .with(Fact.REQUESTED, allocation.amount())
                        .with(Fact.ACTUAL, held))
                : Optional.empty();
    }

    /** The devices that serve requests of the claim since before it, once what is not claimed any more was let go. */
    List<TrackedDevice> servingAlready(ConsumerClaim claim) {
        RequestedDevices asked = RequestedDevices.by(claim);
        return asked.host()
                .map(host -> tables.heldBy(claim.consumer(), host).stream()
                        .filter(device -> asked.isServedBy(host, device))
                        .toList())
                .orElse(List.of());
    }

    /** Whether any device of the stock can still be tried. */
    public boolean hasSpares(Stock stock) {
        return !tables.spares(stock).isEmpty();
    }

    /**
     * Makes the consumer hold as many devices as it is entitled to, as far as there are any; says how many it holds
     * then.
     */
    public long take(ConsumerId consumer, ProviderId host, Stock stock, long entitled) {
        return take(consumer, host, stock, entitled, RequestedDevices.NOTHING, Optional.empty());
    }

    private long take(
            ConsumerId consumer,
            ProviderId host,
            Stock stock,
            long entitled,
            RequestedDevices asked,
            Optional<String> projectId) {
        long held = tables.heldBy(consumer, host).stream()
                .filter(device -> stock.counts(device) && !asked.isServedBy(host, device))
                .count();
        TreeMap<FreeDevice, HandedOver> handed = handedOver.getOrDefault(stock, new TreeMap<>());
        for (FreeDevice spare : held < entitled ? new ArrayList<>(handed.keySet()) : List.<FreeDevice>of()) {
            if (held < entitled && spare.host().equals(host)) {
                held += isTakenOver(consumer, stock, spare, handed.remove(spare), projectId) ? 1 : 0;
            }
        }
        Iterator<FreeDevice> spares = tables.spares(stock).iterator();
        while (held < entitled && spares.hasNext()) {
            FreeDevice spare = spares.next();
            if (spare.host().equals(host)) {
                held += isTaken(consumer, stock, spare, BY_AMOUNT) ? 1 : 0;
            }
        }
        return held;
    }

    /**
     * Takes a device that another consumer of the command has let go. One that is dirty or out of service is only
     * handed on within a project, between the two consumers that a guest has while it moves: another project gets
     * nothing that has not been cleaned.
     */
    private boolean isTakenOver(
            ConsumerId consumer, Stock stock, FreeDevice spare, HandedOver handed, Optional<String> projectId) {
        DeviceTable table = table(spare.host());
        DeviceOutcome outcome =
                handed.projectId().isPresent() && handed.projectId().equals(projectId)
                        ? table.handOver(spare.address(), consumer, handed.requestId())
                        : table.claim(spare.address(), consumer, handed.requestId());
        return isDone(consumer, stock, spare, handed.requestId(), outcome);
    }

    /** Takes the device, unless a relative of it that is held stands in the way. */
    private boolean isTaken(ConsumerId consumer, Stock stock, FreeDevice spare, String requestId) {
        return isDone(
                consumer, stock, spare, requestId, table(spare.host()).claim(spare.address(), consumer, requestId));
    }

    private boolean isDone(
            ConsumerId consumer, Stock stock, FreeDevice spare, String requestId, DeviceOutcome outcome) {
        if (!(outcome instanceof DeviceOutcome.Changed changed)) {
            // No more devices are released by now, so nobody else in this command gets it either.
            tables = tables.withoutSpare(stock, spare);
            return false;
        }
        tables = tables.with(spare.host(), changed);
        note(changed.table().get(spare.address()).orElseThrow());
        taken.computeIfAbsent(new Holding(consumer, spare.host()), none -> new TreeMap<>())
                .put(spare.address(), requestId);
        return true;
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
            note(after.get(address).orElseThrow());
            if (before.get(address).filter(device -> device.isOwnedBy(consumer)).isEmpty()) {
                taken.computeIfAbsent(new Holding(consumer, host), none -> new TreeMap<>())
                        .put(address, requestId);
            }
        }));
        requests.put(new Holding(consumer, host), asked);
        put(host, after);
    }

    /** The devices of the host as they are after what was let go and taken so far. */
    DeviceTable table(ProviderId host) {
        return tables.of(host);
    }

    /** From here on the room has these devices of the host. */
    public void put(ProviderId host, DeviceTable table) {
        tables = table == tables.of(host) ? tables : tables.with(host, table);
    }

    /** All devices as they are after what was let go and taken so far. */
    public DeviceTables devices() {
        return tables;
    }

    /** The stocks of which dirty devices were let go or taken: their units are not what their inventories say. */
    public Iterable<Stock> soiled() {
        return soiled;
    }

    /** The devices that have another holder without having been free; to be applied before what is freed. */
    public ImmutableList<Event> passedOn() {
        ImmutableList.Builder<Event> events = ImmutableList.builder();
        passedOn.forEach((host, devices) ->
                events.add(new DevicesChanged(host, ImmutableList.copyOf(devices.values()), ImmutableSortedSet.of())));
        return events.build();
    }

    /** The releases of devices by consumer; to be applied before what is taken. */
    public ImmutableList<Event> freed() {
        ImmutableList.Builder<Event> events = ImmutableList.builder();
        freed.forEach((holding, addresses) -> events.add(
                new DevicesFreed(holding.consumer(), holding.host(), ImmutableSortedSet.copyOfSorted(addresses))));
        return events.build();
    }

    public ImmutableList<Event> taken() {
        ImmutableList.Builder<Event> events = ImmutableList.builder();
        taken.forEach((holding, devices) -> events.add(new DevicesClaimed(
                holding.consumer(),
                holding.host(),
                ImmutableSortedMap.copyOfSorted(devices),
                requests.getOrDefault(holding, ImmutableList.of()))));
        return events.build();
    }
}
