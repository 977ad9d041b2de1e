package dev.berth.ledger.whatif;

import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.GuestPlacement;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.events.model.VouchedInventory;
import dev.berth.events.model.VouchedProvider;
import dev.berth.ledger.claim.HostCells;
import dev.berth.ledger.host.HostHolders;
import dev.berth.ledger.host.Hosts;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.whatif.StrandedHolding.Cause;
import dev.berth.resource.Objection;
import dev.berth.resource.integer.IntegerAmount;
import dev.berth.resource.integer.IntegerInventory;
import dev.berth.resource.numa.NumaAmount;
import dev.berth.resource.numa.NumaInventory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What is held in one view and could not be given there any more, of the providers, consumers and hosts that are looked
 * at. For one thread.
 */
final class ImpossibleHoldings {
    private final RegionView view;
    private final TreeSet<StrandedHolding> found = new TreeSet<>();

    ImpossibleHoldings(RegionView view) {
        this.view = view;
    }

    /** All that was found. */
    TreeSet<StrandedHolding> found() {
        return found;
    }

    /** Looks at all amounts that are held of a provider. */
    void lookAtAmounts(ProviderId id) {
        for (ConsumerId holder : view.consumersOn(id)) {
            view.consumer(holder).ifPresent(there -> lookAtAmounts(there, id));
        }
    }

    /** Looks at all amounts that a consumer holds. */
    void lookAtAmounts(ConsumerId id) {
        view.consumer(id)
                .ifPresent(
                        there -> there.allocations().providers().forEach(provider -> lookAtAmounts(there, provider)));
    }

    private void lookAtAmounts(Consumer holder, ProviderId id) {
        Provider provider = view.existing(id);
        Optional<VouchedProvider> vouched = view.vouched(id);
        for (Map.Entry<ResourceClass, Long> held : holder.allocations().from(id).entrySet()) {
            ResourceClass resourceClass = held.getKey();
            long amount = held.getValue();
            IntegerInventory stock =
                    IntegerInventory.of(provider.inventories().get(resourceClass), view.used(id, resourceClass));
            if (vouched.filter(VouchedProvider::departing).isPresent()) {
                add(holder, id, Cause.PROVIDER_REMOVED, resourceClass, amount, stock, 0);
            } else if (isDeparting(vouched, resourceClass)) {
                add(holder, id, Cause.INVENTORY_REMOVED, resourceClass, amount, stock, 0);
            }
            if (stock.available() < 0) {
                add(holder, id, Cause.CAPACITY_EXCEEDED, resourceClass, amount, stock, stock.capacity());
            }
            if (stock.withUsed(0)
                    .objectionTo(new IntegerAmount(amount))
                    .filter(objection -> objection.reason() == Objection.Reason.UNITS)
                    .isPresent()) {
                add(holder, id, Cause.UNIT_CONSTRAINT_VIOLATED, resourceClass, amount, stock, stock.capacity());
            }
        }
    }

    private static boolean isDeparting(Optional<VouchedProvider> vouched, ResourceClass resourceClass) {
        return vouched.map(known -> known.inventories().get(resourceClass))
                .filter(VouchedInventory::isDeparting)
                .isPresent();
    }

    private void add(
            Consumer holder,
            ProviderId provider,
            Cause cause,
            ResourceClass resourceClass,
            long held,
            IntegerInventory stock,
            long capacity) {
        found.add(StrandedHolding.ofAmount(holder.id(), provider, cause, resourceClass, held, stock.used(), capacity));
    }

    /** Looks at all devices of a host that are held. */
    void lookAtDevices(ProviderId host) {
        for (TrackedDevice device : view.devices().of(host).devices()) {
            device.owner().ifPresent(owner -> {
                if (device.departing()) {
                    found.add(StrandedHolding.ofDevice(owner, host, Cause.DEVICE_REMOVED, device.address()));
                }
                if (device.outage().isPresent()) {
                    found.add(StrandedHolding.ofDevice(owner, host, Cause.DEVICE_OUT_OF_SERVICE, device.address()));
                }
            });
        }
    }

    /** Looks at all who hold something of a host, if it is drained. */
    void lookAtDrain(ProviderId host) {
        if (view.drain(host).isPresent()) {
            HostHolders.of(view, Hosts.tree(view, host), Integer.MAX_VALUE)
                    .all()
                    .forEach(holder -> found.add(StrandedHolding.ofHost(holder, host, Cause.HOST_DRAINED)));
        }
    }

    /** Looks at all guests on the cells of a host. */
    void lookAtCells(ProviderId host) {
        List<Consumer> guests = new ArrayList<>();
        view.guestsOn(host).forEach(guest -> guests.add(view.consumer(guest).orElseThrow()));
        if (!guests.isEmpty()) {
            lookAtGuests(HostCells.of(view, host, guest -> false), guests);
        }
    }

    /**
     * Halves the guests, so that each is judged beside all others in n log n steps. To take each off the cells in turn
     * would not do: what two guests block together cannot be given back by one.
     *
     * @param others the cells with all guests on them but these
     */
    private void lookAtGuests(NumaInventory others, List<Consumer> guests) {
        if (guests.size() == 1) {
            GuestPlacement placement = guests.get(0).placement().orElseThrow();
            if (others.objectionTo(NumaAmount.placed(placement.cells())).isPresent()) {
                found.add(StrandedHolding.ofHost(guests.get(0).id(), placement.host(), Cause.CELLS_NOT_FITTED));
            }
            return;
        }
        List<Consumer> some = guests.subList(0, guests.size() / 2);
        List<Consumer> rest = guests.subList(guests.size() / 2, guests.size());
        lookAtGuests(holding(others, rest), some);
        lookAtGuests(holding(others, some), rest);
    }

    private static NumaInventory holding(NumaInventory cells, List<Consumer> guests) {
        return cells.holding(guests.stream()
                .flatMap(guest -> guest.placement().orElseThrow().cells().stream())
                .toList());
    }
}
