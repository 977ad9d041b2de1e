package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.VouchedInventory;
import dev.berth.events.model.VouchedProvider;
import dev.berth.ledger.state.LedgerView;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What becomes of a provider's inventories when its agent reports it, or leaves it out: the agent's classes are as it
 * says, but for the fields that an operator has set; a class that it says no more is there for what is held of it and
 * nothing else; what others have put there stays.
 *
 * @param inventories all that the provider has then
 * @param vouched those that came from the agent
 */
record ReportedClasses(
        ImmutableSortedMap<ResourceClass, InventoryRecord> inventories,
        ImmutableSortedMap<ResourceClass, VouchedInventory> vouched) {
    /**
     * For a reported provider.
     *
     * @param known the provider before, if it was there
     * @param before what was known of it by an earlier report
     */
    static ReportedClasses of(
            LedgerView view, ReportedProvider reported, Optional<Provider> known, Optional<VouchedProvider> before) {
        Draft draft = new Draft(
                known.map(Provider::inventories).orElse(ImmutableSortedMap.of()),
                before.map(VouchedProvider::inventories).orElse(ImmutableSortedMap.of()));
        reported.vouched().inventories().forEach(draft::report);
        return draft.finished(view, reported.provider());
    }

    /** For a provider that is no longer reported. */
    static ReportedClasses leftOut(LedgerView view, Provider provider, VouchedProvider before) {
        return new Draft(provider.inventories(), before.inventories()).finished(view, provider.id());
    }

    /** Whether the provider has a class that did not come from the agent. */
    static boolean hasAnyOfOthers(Provider provider, VouchedProvider vouched) {
        return !vouched.inventories()
                .keySet()
                .containsAll(provider.inventories().keySet());
    }

    private static final class Draft {
        private final ImmutableSortedMap<ResourceClass, InventoryRecord> standing;
        private final ImmutableSortedMap<ResourceClass, VouchedInventory> before;
        private final TreeMap<ResourceClass, InventoryRecord> inventories = new TreeMap<>();
        private final TreeMap<ResourceClass, VouchedInventory> vouched = new TreeMap<>();

        Draft(
                ImmutableSortedMap<ResourceClass, InventoryRecord> standing,
                ImmutableSortedMap<ResourceClass, VouchedInventory> before) {
            this.standing = standing;
            this.before = before;
        }

        void report(ResourceClass resourceClass, VouchedInventory reported) {
            InventoryRecord now = standing.get(resourceClass);
            VouchedInventory last = before.get(resourceClass);
            if (now == null) {
                // New, or deleted by somebody since, and what was set on it with it.
                put(resourceClass, reported, reported.reported());
            } else if (last == null) {
                VouchedInventory after = reported.after(now);
                put(resourceClass, after, after.standing(now));
            } else {
                VouchedInventory after = reported.after(last);
                put(resourceClass, after, after.standing(last.departedFrom().orElse(now)));
            }
        }

        private void put(ResourceClass resourceClass, VouchedInventory known, InventoryRecord inventory) {
            vouched.put(resourceClass, known);
            inventories.put(resourceClass, inventory);
        }

        /** Adds what was not reported. */
        ReportedClasses finished(LedgerView view, ProviderId provider) {
            standing.forEach((resourceClass, inventory) -> {
                VouchedInventory last = before.get(resourceClass);
                if (vouched.containsKey(resourceClass)) {
                    return;
                }
                if (last == null) {
                    inventories.put(resourceClass, inventory);
                    return;
                }
                long held = view.used(provider, resourceClass);
                if (held > 0) {
                    put(resourceClass, last.departingFrom(inventory), VouchedInventory.departing(held));
                }
            });
            return new ReportedClasses(
                    ImmutableSortedMap.copyOfSorted(inventories), ImmutableSortedMap.copyOfSorted(vouched));
        }
    }
}
