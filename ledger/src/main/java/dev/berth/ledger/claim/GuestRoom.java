package dev.berth.ledger.claim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Iterables;
import dev.berth.events.command.CellClaim;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.Allocation;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.GuestPlacement;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.Limits;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.PciAmount;
import dev.berth.ledger.resource.pci.PciInventory;
import dev.berth.ledger.resource.pci.PciResource;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.Stock;
import dev.berth.resource.Amount;
import dev.berth.resource.Inventories;
import dev.berth.resource.Objection;
import dev.berth.resource.Resource;
import dev.berth.resource.StepBudget;
import dev.berth.resource.numa.NumaAmount;
import dev.berth.resource.numa.NumaInventory;
import dev.berth.resource.numa.NumaResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the claims of one command ask for beside their amounts, cells for their guests and devices, served from what
 * their amounts have left in the {@link DeviceRoom}. Used by one thread for one decision.
 */
public final class GuestRoom {
    private final LedgerView view;
    private final DeviceRoom devices;
    private final GuestPlacements placements;
    private final MeantRequests requests;
    private final StepBudget budget = StepBudget.ofDecision();

    /** Devices that serve the requests of a consumer, those that it held before among them. */
    private final TreeMap<ConsumerId, ImmutableList<TrackedDevice>> served = new TreeMap<>();

    /**
     * @param devices after {@link DeviceRoom#shortage} of the claims: a guest whose devices stay keeps its cells
     */
    public GuestRoom(LedgerView view, DeviceRoom devices, List<ConsumerClaim> claims) {
        this.view = view;
        this.devices = devices;
        this.placements = new GuestPlacements(view, devices.devices(), claims);
        this.requests = new MeantRequests(view);
    }

    /**
     * The claim without those of its amounts that are units of devices which its requests name the providers of, as
     * claims of candidates have them. {@link #withUnits} adds them again.
     */
    public static ConsumerClaim withoutUnits(LedgerView view, ConsumerClaim claim) {
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
        Allocations.Builder rest = Allocations.builder();
        for (Allocation allocation : claim.allocations()) {
            long left = allocation.amount() - units.getOrDefault(Stock.of(allocation), 0L);
            if (left > 0) {
                rest.add(allocation.provider(), allocation.resourceClass(), left);
            }
        }
        return claim.withAllocations(rest.build());
    }

    /**
     * Serves what the claim asks for beside its amounts, all of it or none.
     *
     * @param units from which the devices are taken
     */
    public Optional<Refusal> serve(ConsumerClaim claim, UnitRoom units) {
        Optional<ProviderId> host =
                claim.devices().map(DeviceClaim::host).or(() -> claim.cells().map(CellClaim::host));
        if (host.isEmpty()) {
            return Optional.empty();
        }
        if (view.provider(host.get()).isEmpty()) {
            return Optional.of(Refusal.of(Rejection.PROVIDER_NOT_FOUND, host.get()));
        }
        ImmutableList.Builder<PciRequest> wanted = ImmutableList.builder();
        for (DeviceRequest request : claim.devices().map(DeviceClaim::requests).orElse(ImmutableList.of())) {
            Optional<PciRequest> meant;
            try {
                meant = requests.add(request);
            } catch (MalformedException e) {
                return Optional.of(
                        Refusal.of(Rejection.REQUESTS_NOT_SERVED, claim.consumer(), host.get(), e.getMessage()));
            }
            if (meant.isEmpty()) {
                return Optional.of(Refusal.ofFlavor(
                        Rejection.FLAVOR_NOT_FOUND, request.flavor().orElseThrow()));
            }
            wanted.add(meant.get());
        }
        if (claim.cells().filter(asked -> !asked.cells().isEmpty()).isPresent()
                && !isGuestOf(host.get(), claim.consumer())
                && isFull(host.get())) {
            return Optional.of(Refusal.of(
                    Rejection.CELLS_NOT_FITTED,
                    claim.consumer(),
                    host.get(),
                    "the host has " + Limits.HOST_GUESTS_MAX + " guests on its cells, as many as may be"));
        }
        return serve(claim, host.get(), wanted.build(), units).or(() -> unfounded(claim));
    }

    private boolean isGuestOf(ProviderId host, ConsumerId consumer) {
        return view.consumer(consumer)
                .flatMap(Consumer::placement)
                .filter(placement -> placement.host().equals(host))
                .isPresent();
    }

    private boolean isFull(ProviderId host) {
        return Iterables.size(Iterables.limit(view.guestsOn(host), Limits.HOST_GUESTS_MAX)) == Limits.HOST_GUESTS_MAX;
    }

    /** Cells and devices are asked of the host together: cells count only if the devices can be had near them. */
    private Optional<Refusal> serve(
            ConsumerClaim claim, ProviderId host, ImmutableList<PciRequest> wanted, UnitRoom units) {
        Inventories inventories = Inventories.of(ImmutableSortedMap.of(
                NumaResource.NUMA,
                placements.on(host),
                PciResource.PCI,
                new PciInventory(
                        devices.table(host),
                        view.hostReport(host).map(HostReport::sockets).orElse(ImmutableSortedMap.of()),
                        units.limits(claim, devices.table(host)))));
        TreeMap<Resource<?, ?>, Amount> request = new TreeMap<>();
        claim.devices()
                .ifPresent(asked -> request.put(
                        PciResource.PCI,
                        PciAmount.wanted(claim.consumer(), wanted).near(near(claim, asked))));
        claim.cells()
                .filter(asked -> !asked.cells().isEmpty()
                        && placements.of(claim.consumer()).isEmpty())
                .ifPresent(asked -> request.put(NumaResource.NUMA, NumaAmount.wanted(asked.cells())));
        Inventories.Outcome outcome = inventories.consume(request, budget);
        if (outcome instanceof Inventories.Outcome.Lacking refused) {
            return Optional.of(refusal(claim, host, refused, inventories, request, budget.isSpent()));
        }
        Inventories.Outcome.Consumed consumed = (Inventories.Outcome.Consumed) outcome;
        consumed.amounts().forEach((resource, amount) -> {
            if (amount instanceof NumaAmount cells) {
                placements.take(
                        claim.consumer(),
                        new GuestPlacement(host, cells.placement().orElseThrow()),
                        (NumaInventory) consumed.inventories().get(resource).orElseThrow());
            } else if (amount instanceof PciAmount chosen) {
                take(claim.consumer(), host, wanted, chosen, (PciInventory)
                        consumed.inventories().get(resource).orElseThrow());
                units.give(claim, served.get(claim.consumer()));
            }
        });
        return Optional.empty();
    }

    private ImmutableSortedSet<Integer> near(ConsumerClaim claim, DeviceClaim asked) {
        ImmutableSortedSet<Integer> placed = placements.cellsOf(claim.consumer(), asked.host());
        return placed.isEmpty() ? asked.guestCells() : placed;
    }

    private void take(
            ConsumerId consumer,
            ProviderId host,
            ImmutableList<PciRequest> wanted,
            PciAmount chosen,
            PciInventory after) {
        devices.serve(consumer, host, wanted, after.devices(), chosen.devices().orElseThrow());
        served.put(
                consumer,
                chosen.devices().orElseThrow().values().stream()
                        .flatMap(addresses -> addresses.stream())
                        .map(address -> after.devices().get(address).orElseThrow())
                        .collect(ImmutableList.toImmutableList()));
    }

    /**
     * Devices that cannot be had at all are named before cells that could be had without them. What is asked for that
     * has budgets of its own: a command is refused once.
     */
    private static Refusal refusal(
            ConsumerClaim claim,
            ProviderId host,
            Inventories.Outcome.Lacking refused,
            Inventories inventories,
            Map<Resource<?, ?>, Amount> request,
            boolean isGivenUp) {
        Optional<Objection> devices = refused.resource().equals(PciResource.PCI)
                ? Optional.of(refused.objection())
                : Optional.ofNullable(request.get(PciResource.PCI))
                        .flatMap(inventories.get(PciResource.PCI).orElseThrow()::objectionTo);
        boolean fitsWithoutDevices = devices.isEmpty()
                && !isGivenUp
                && request.containsKey(PciResource.PCI)
                && inventories.get(NumaResource.NUMA).orElseThrow().canProvide(request.get(NumaResource.NUMA));
        return Refusal.of(
                devices.isPresent() ? Rejection.REQUESTS_NOT_SERVED : Rejection.CELLS_NOT_FITTED,
                claim.consumer(),
                host,
                fitsWithoutDevices
                        ? "where the cells of the guest fit, the devices that it asks for cannot be had"
                        : devices.orElse(refused.objection()).message());
    }

    /** A consumer exists only through its allocations. */
    private Optional<Refusal> unfounded(ConsumerClaim claim) {
        if (!withUnits(claim).isEmpty()) {
            return Optional.empty();
        }
        if (!served.getOrDefault(claim.consumer(), ImmutableList.of()).isEmpty()) {
            return Optional.of(Refusal.of(Rejection.DEVICES_WITHOUT_ALLOCATIONS, claim.consumer()));
        }
        return placements
                .of(claim.consumer())
                .map(placement -> Refusal.of(Rejection.CELLS_WITHOUT_ALLOCATIONS, claim.consumer()));
    }

    /** The placement of the consumer's guest after the command. */
    public Optional<GuestPlacement> placementOf(ConsumerId consumer) {
        return placements.of(consumer);
    }

    /** The amounts of the claim, plus the units of the devices that serve its requests. */
    public Allocations withUnits(ConsumerClaim claim) {
        Allocations.Builder amounts = Allocations.builder().addAll(claim.allocations());
        for (TrackedDevice device : served.getOrDefault(claim.consumer(), ImmutableList.of())) {
            Stock.of(device).ifPresent(stock -> amounts.add(stock.provider(), stock.resourceClass(), 1));
        }
        return amounts.build();
    }
}
