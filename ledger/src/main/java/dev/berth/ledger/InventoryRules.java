package dev.berth.ledger;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.CreateInventory;
import dev.berth.events.command.DeleteInventory;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.UpdateInventory;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.InventoriesReplaced;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The rules of inventories. A total may be lowered below what is used: nothing more fits then until enough was released. What is
 * used cannot be taken away altogether.
 */
final class InventoryRules {
    private InventoryRules() {}

    static Outcome decide(LedgerView view, ReplaceInventories command) {
        Optional<Provider> found = view.provider(command.provider());
        if (found.isEmpty()) {
            return ProviderRules.notFound(command.provider());
        }
        Provider provider = found.get();
        if (ProviderRules.isStale(provider, command.expectedGeneration())) {
            return ProviderRules.staleGeneration(
                    provider, command.expectedGeneration().getAsLong());
        }
        return replaced(view, provider, command.inventories());
    }

    static Outcome decide(LedgerView view, CreateInventory command) {
        Optional<Provider> found = view.provider(command.provider());
        if (found.isEmpty()) {
            return ProviderRules.notFound(command.provider());
        }
        Provider provider = found.get();
        if (ProviderRules.isStale(provider, command.expectedGeneration())) {
            return ProviderRules.staleGeneration(
                    provider, command.expectedGeneration().getAsLong());
        }
        if (provider.inventories().containsKey(command.resourceClass())) {
            return refused(Rejection.INVENTORY_EXISTS, provider.id(), command.resourceClass());
        }
        return replaced(view, provider, with(provider, command.resourceClass(), command.inventory()));
    }

    static Outcome decide(LedgerView view, UpdateInventory command) {
        Optional<Provider> found = view.provider(command.provider());
        if (found.isEmpty()) {
            return ProviderRules.notFound(command.provider());
        }
        Provider provider = found.get();
        if (ProviderRules.isStale(provider, OptionalLong.of(command.expectedGeneration()))) {
            return ProviderRules.staleGeneration(provider, command.expectedGeneration());
        }
        Optional<Refusal> absent = absent(view, provider, command.resourceClass());
        if (absent.isPresent()) {
            return Outcome.refused(absent.get());
        }
        return replaced(view, provider, with(provider, command.resourceClass(), command.inventory()));
    }

    static Outcome decide(LedgerView view, DeleteInventory command) {
        Optional<Provider> found = view.provider(command.provider());
        if (found.isEmpty()) {
            return ProviderRules.notFound(command.provider());
        }
        Provider provider = found.get();
        Optional<Refusal> absent = absent(view, provider, command.resourceClass());
        if (absent.isPresent()) {
            return Outcome.refused(absent.get());
        }
        TreeMap<ResourceClass, InventoryRecord> rest = new TreeMap<>(provider.inventories());
        rest.remove(command.resourceClass());
        return replaced(view, provider, ImmutableSortedMap.copyOfSorted(rest));
    }

    private static Optional<Refusal> absent(LedgerView view, Provider provider, ResourceClass resourceClass) {
        if (provider.inventories().containsKey(resourceClass)) {
            return Optional.empty();
        }
        return Optional.of(refusal(
                view.isKnown(resourceClass) ? Rejection.INVENTORY_NOT_FOUND : Rejection.RESOURCE_CLASS_NOT_FOUND,
                provider.id(),
                resourceClass));
    }

    /** What comes of making these the inventories of a provider, whose generation was checked before. */
    private static Outcome replaced(
            LedgerView view, Provider provider, ImmutableSortedMap<ResourceClass, InventoryRecord> inventories) {
        Optional<Refusal> obstacle = obstacle(view, provider, inventories);
        return obstacle.isPresent()
                ? Outcome.refused(obstacle.get())
                : Outcome.accepted(new InventoriesReplaced(provider.id(), provider.generation() + 1, inventories));
    }

    /** Why these cannot be the inventories of the provider, if they cannot. */
    static Optional<Refusal> obstacle(
            LedgerView view, Provider provider, ImmutableSortedMap<ResourceClass, InventoryRecord> inventories) {
        Optional<Refusal> malformed = malformed(view, provider.id(), inventories);
        if (malformed.isPresent()) {
            return malformed;
        }
        for (ResourceClass resourceClass : provider.inventories().keySet()) {
            if (!inventories.containsKey(resourceClass) && view.used(provider.id(), resourceClass) > 0) {
                return Optional.of(refusal(Rejection.INVENTORY_IN_USE, provider.id(), resourceClass));
            }
        }
        return Optional.empty();
    }

    /** Why these could be nobody's inventories in this region, if so. */
    static Optional<Refusal> malformed(
            LedgerView view, ProviderId provider, ImmutableSortedMap<ResourceClass, InventoryRecord> inventories) {
        for (ResourceClass resourceClass : inventories.keySet()) {
            if (!view.isKnown(resourceClass)) {
                return Optional.of(refusal(Rejection.RESOURCE_CLASS_NOT_FOUND, provider, resourceClass));
            }
        }
        for (Map.Entry<ResourceClass, InventoryRecord> inventory : inventories.entrySet()) {
            if (inventory.getValue().reserved() > inventory.getValue().total()) {
                return Optional.of(refusal(Rejection.RESERVED_EXCEEDS_TOTAL, provider, inventory.getKey()));
            }
        }
        return Optional.empty();
    }

    static RegionView evolve(RegionView view, long nowMs, InventoriesReplaced event) {
        Provider provider = ProviderRules.existing(view, event.provider());
        return view.with(
                view.providers().with(provider.withInventories(event.inventories(), event.generation(), nowMs)),
                provider.root());
    }

    private static ImmutableSortedMap<ResourceClass, InventoryRecord> with(
            Provider provider, ResourceClass resourceClass, InventoryRecord inventory) {
        TreeMap<ResourceClass, InventoryRecord> inventories = new TreeMap<>(provider.inventories());
        inventories.put(resourceClass, inventory);
        return ImmutableSortedMap.copyOfSorted(inventories);
    }

    private static Outcome refused(Rejection rejection, ProviderId provider, ResourceClass resourceClass) {
        return Outcome.refused(refusal(rejection, provider, resourceClass));
    }

    static Refusal refusal(Rejection rejection, ProviderId provider, ResourceClass resourceClass) {
        return Refusal.of(rejection).with(Fact.PROVIDER, provider).with(Fact.RESOURCE_CLASS, resourceClass);
    }
}
