package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.event.Event;
import dev.berth.events.event.HostReportAmended;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.VouchedInventory;
import dev.berth.events.model.VouchedProvider;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.Stock;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Remembers which fields of what agents report were set by somebody else, so that reports leave them alone. A class
 * that departs is the writer's once it is written as something else; but if it counts devices, nobody can write any
 * into being, so it departs on. Used by one thread for one decision.
 */
final class OperatorWrites {
    private final LedgerView view;
    private final TreeMap<ProviderId, TreeMap<ProviderId, VouchedProvider>> changedByHost = new TreeMap<>();

    OperatorWrites(LedgerView view) {
        this.view = view;
    }

    /** What the provider has once these are written: of devices that depart it has no more than is held. */
    static ImmutableSortedMap<ResourceClass, InventoryRecord> standing(
            LedgerView view, Provider provider, ImmutableSortedMap<ResourceClass, InventoryRecord> written) {
        Optional<VouchedProvider> vouched =
                view.isDeparting(provider.id()) ? view.vouched(provider.id()) : Optional.empty();
        if (vouched.isEmpty()) {
            return written;
        }
        TreeMap<ResourceClass, InventoryRecord> standing = new TreeMap<>(written);
        vouched.get().inventories().forEach((resourceClass, inventory) -> {
            if (areDepartingDevices(view, provider, resourceClass, inventory)) {
                standing.replace(resourceClass, provider.inventories().get(resourceClass));
            }
        });
        return ImmutableSortedMap.copyOfSorted(standing);
    }

    private static boolean areDepartingDevices(
            LedgerView view, Provider provider, ResourceClass resourceClass, VouchedInventory inventory) {
        return inventory.isDeparting() && view.devices().isCounted(new Stock(provider.id(), resourceClass));
    }

    /** An operator gives the provider, which is as it was, these inventories. */
    OperatorWrites add(Provider provider, ImmutableSortedMap<ResourceClass, InventoryRecord> inventories) {
        view.vouched(provider.id()).ifPresent(vouched -> {
            VouchedProvider after = vouched.with(written(vouched, provider, inventories));
            if (!after.equals(vouched)) {
                changedByHost
                        .computeIfAbsent(view.voucherOf(provider.id()).orElseThrow(), none -> new TreeMap<>())
                        .put(provider.id(), after);
            }
        });
        return this;
    }

    private ImmutableSortedMap<ResourceClass, VouchedInventory> written(
            VouchedProvider vouched, Provider provider, ImmutableSortedMap<ResourceClass, InventoryRecord> after) {
        ImmutableSortedMap.Builder<ResourceClass, VouchedInventory> written = ImmutableSortedMap.naturalOrder();
        vouched.inventories().forEach((resourceClass, inventory) -> {
            Optional<InventoryRecord> last =
                    Optional.ofNullable(provider.inventories().get(resourceClass));
            Optional<InventoryRecord> now = Optional.ofNullable(after.get(resourceClass));
            if (!inventory.isDeparting()) {
                written.put(
                        resourceClass,
                        now.map(record -> inventory.written(last, record))
                                .orElse(VouchedInventory.of(inventory.reported(), inventory.explicit())));
            } else if (now.equals(last)) {
                written.put(resourceClass, inventory);
            } else if (now.isPresent() && areDepartingDevices(view, provider, resourceClass, inventory)) {
                written.put(resourceClass, inventory.writtenAhead(last.orElseThrow(), now.get()));
            }
        });
        return written.build();
    }

    /** What an agent vouches for of the provider after all of it. */
    Optional<VouchedProvider> vouched(ProviderId provider) {
        Optional<VouchedProvider> changed =
                view.voucherOf(provider).map(changedByHost::get).map(of -> of.get(provider));
        return changed.or(() -> view.vouched(provider));
    }

    /** The events that follow. */
    ImmutableList<Event> events() {
        ImmutableList.Builder<Event> events = ImmutableList.builder();
        changedByHost.forEach((host, changed) -> events.add(
                new HostReportAmended(host, ImmutableSortedMap.copyOfSorted(changed), ImmutableSortedSet.of())));
        return events.build();
    }
}
