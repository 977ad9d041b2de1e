package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.event.Event;
import dev.berth.events.event.InventoriesReplaced;
import dev.berth.events.model.InventoryField;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.VouchedInventory;
import dev.berth.events.model.VouchedProvider;
import dev.berth.ledger.state.DeviceTables;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.Stock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How inventories tell of dirty devices, for clients that know nothing of devices: a provider of which every unit is
 * dirty, held or not, has all of it reserved. That is how nova marks a device for one time use, and how operators find
 * those that need cleaning. Where only some of several units are dirty, no number says which, and the devices have the
 * last word. What an operator has reserved is not written over, because nobody could say afterwards what it was.
 * Stateless.
 */
final class CleaningMarks {
    private CleaningMarks() {}

    /**
     * The inventories with the mark, if the devices want it.
     *
     * @param vouched what an agent vouches for of the provider, with these inventories
     */
    static ImmutableSortedMap<ResourceClass, InventoryRecord> on(
            ImmutableSortedMap<ResourceClass, InventoryRecord> inventories,
            DeviceTables devices,
            ProviderId provider,
            Optional<VouchedProvider> vouched) {
        Optional<Stock> stock = devices.stockOf(provider);
        InventoryRecord unmarked =
                stock.map(it -> inventories.get(it.resourceClass())).orElse(null);
        return unmarked != null
                        && !isMark(unmarked)
                        && isMarkable(vouched, stock.get().resourceClass())
                        && devices.areAllDirty(stock.get())
                ? with(inventories, stock.get().resourceClass(), unmarked.total())
                : inventories;
    }

    /** Whether what is reserved is the ledger's to say. Of a class that departs nobody gets any more anyway. */
    private static boolean isMarkable(Optional<VouchedProvider> vouched, ResourceClass resourceClass) {
        return of(vouched, resourceClass)
                .filter(known -> known.isDeparting() || known.setByOperator().contains(InventoryField.RESERVED))
                .isEmpty();
    }

    private static Optional<VouchedInventory> of(Optional<VouchedProvider> vouched, ResourceClass resourceClass) {
        return vouched.map(provider -> provider.inventories().get(resourceClass));
    }

    /** The marks that are missing once the devices are so. */
    static ImmutableList<Event> missing(LedgerView view, DeviceTables devices, Iterable<Stock> soiled) {
        ImmutableList.Builder<Event> events = ImmutableList.builder();
        for (Stock stock : soiled) {
            Optional<Provider> provider = view.provider(stock.provider());
            provider.ifPresent(before -> replaced(before, before.generation() + 1, on(view, before, devices))
                    .ifPresent(events::add));
        }
        return events.build();
    }

    /**
     * The marks that are missing after a reshape.
     *
     * @param reshaped the inventories that the command gives, with their generations
     * @param writes what they make of what agents vouch for
     */
    static ImmutableList<Event> missing(
            LedgerView view,
            DeviceTables devices,
            Iterable<Stock> soiled,
            Map<ProviderId, InventoriesReplaced> reshaped,
            OperatorWrites writes) {
        ImmutableList.Builder<Event> events = ImmutableList.builder();
        for (Stock stock : soiled) {
            InventoriesReplaced given = reshaped.get(stock.provider());
            if (given == null) {
                events.addAll(missing(view, devices, ImmutableList.of(stock)));
            } else {
                ImmutableSortedMap<ResourceClass, InventoryRecord> marked =
                        on(given.inventories(), devices, given.provider(), writes.vouched(given.provider()));
                if (!marked.equals(given.inventories())) {
                    events.add(new InventoriesReplaced(given.provider(), given.generation(), marked));
                }
            }
        }
        return events.build();
    }

    private static ImmutableSortedMap<ResourceClass, InventoryRecord> on(
            LedgerView view, Provider provider, DeviceTables devices) {
        return on(provider.inventories(), devices, provider.id(), view.vouched(provider.id()));
    }

    /** The mark comes or goes with what becomes of one device; where it goes, the agent's word holds again. */
    static Optional<Event> changed(LedgerView view, DeviceTables before, DeviceTables after, Stock stock) {
        Optional<Provider> provider = view.provider(stock.provider());
        InventoryRecord inventory =
                provider.map(it -> it.inventories().get(stock.resourceClass())).orElse(null);
        if (inventory == null) {
            return Optional.empty();
        }
        Optional<VouchedProvider> vouched = view.vouched(stock.provider());
        boolean isEnded = isMark(inventory)
                && isMarkable(vouched, stock.resourceClass())
                && before.areAllDirty(stock)
                && !after.areAllDirty(stock);
        return replaced(
                provider.get(),
                provider.get().generation() + 1,
                isEnded
                        ? with(provider.get().inventories(), stock.resourceClass(), unmarked(vouched, stock, inventory))
                        : on(view, provider.get(), after));
    }

    /** What is reserved without the mark. */
    private static long unmarked(Optional<VouchedProvider> vouched, Stock stock, InventoryRecord marked) {
        return of(vouched, stock.resourceClass())
                .map(known -> Math.min(known.reported().reserved(), marked.total()))
                .orElse(0L);
    }

    /**
     * Whether the inventories, once written, say that the provider's devices are clean: nothing is reserved any more.
     */
    static Optional<Stock> endedBy(
            LedgerView view, Provider before, ImmutableSortedMap<ResourceClass, InventoryRecord> after) {
        return view.devices()
                .stockOf(before.id())
                .filter(stock -> {
                    InventoryRecord marked = before.inventories().get(stock.resourceClass());
                    InventoryRecord written = after.get(stock.resourceClass());
                    return marked != null && written != null && isMark(marked) && written.reserved() == 0;
                })
                .filter(view.devices()::areAllDirty);
    }

    private static boolean isMark(InventoryRecord inventory) {
        return inventory.reserved() > 0 && inventory.reserved() == inventory.total();
    }

    private static Optional<Event> replaced(
            Provider before, long generation, ImmutableSortedMap<ResourceClass, InventoryRecord> after) {
        return after.equals(before.inventories())
                ? Optional.empty()
                : Optional.of(new InventoriesReplaced(before.id(), generation, after));
    }

    private static ImmutableSortedMap<ResourceClass, InventoryRecord> with(
            ImmutableSortedMap<ResourceClass, InventoryRecord> inventories,
            ResourceClass resourceClass,
            long reserved) {
        TreeMap<ResourceClass, InventoryRecord> changed = new TreeMap<>(inventories);
        InventoryRecord inventory = inventories.get(resourceClass);
        changed.put(
                resourceClass,
                new InventoryRecord(
                        inventory.total(),
                        reserved,
                        inventory.minUnit(),
                        inventory.maxUnit(),
                        inventory.stepSize(),
                        inventory.allocationRatio()));
        return ImmutableSortedMap.copyOfSorted(changed);
    }
}
