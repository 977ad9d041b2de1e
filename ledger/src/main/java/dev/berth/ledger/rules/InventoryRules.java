package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.CreateInventory;
import dev.berth.events.command.DeleteInventory;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.UpdateInventory;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.Event;
import dev.berth.events.event.InventoriesReplaced;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Limits;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RegionEdit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The rules of inventories. A total may be lowered below what is used: nothing more fits then until enough was
 * released. What is used cannot be taken away altogether.
 */
final class InventoryRules {
    private InventoryRules() {}

    static Outcome decide(LedgerView view, ReplaceInventories command) {
        return ProviderRules.ifCurrent(
                view,
                command.provider(),
                command.expectedGeneration(),
                provider -> replaced(view, provider, command.inventories()));
    }

    static Outcome decide(LedgerView view, CreateInventory command) {
        ResourceClass resourceClass = command.resourceClass();
        return ProviderRules.ifCurrent(
                view,
                command.provider(),
                command.expectedGeneration(),
                provider -> provider.inventories().containsKey(resourceClass)
                        ? Outcome.refused(Refusal.of(Rejection.INVENTORY_EXISTS, provider.id(), resourceClass))
                        : replaced(view, provider, with(provider, resourceClass, command.inventory())));
    }

    static Outcome decide(LedgerView view, UpdateInventory command) {
        ResourceClass resourceClass = command.resourceClass();
        return ProviderRules.ifCurrent(
                view,
                command.provider(),
                OptionalLong.of(command.expectedGeneration()),
                provider -> absent(view, provider, resourceClass)
                        .map(Outcome::refused)
                        .orElseGet(() -> replaced(view, provider, with(provider, resourceClass, command.inventory()))));
    }

    static Outcome decide(LedgerView view, DeleteInventory command) {
        ResourceClass resourceClass = command.resourceClass();
        return ProviderRules.ifCurrent(
                view,
                command.provider(),
                OptionalLong.empty(),
                provider -> absent(view, provider, resourceClass)
                        .map(Outcome::refused)
                        .orElseGet(() -> replaced(view, provider, without(provider, resourceClass))));
    }

    private static Optional<Refusal> absent(LedgerView view, Provider provider, ResourceClass resourceClass) {
        if (provider.inventories().containsKey(resourceClass)) {
            return Optional.empty();
        }
        return Optional.of(Refusal.of(
                view.isKnown(resourceClass) ? Rejection.INVENTORY_NOT_FOUND : Rejection.RESOURCE_CLASS_NOT_FOUND,
                provider.id(),
                resourceClass));
    }

    /** The outcome of giving a provider these inventories, after its generation was checked. */
    private static Outcome replaced(
            LedgerView view, Provider provider, ImmutableSortedMap<ResourceClass, InventoryRecord> inventories) {
        Optional<Refusal> obstacle = obstacle(view, provider, inventories);
        return obstacle.isPresent()
                ? Outcome.refused(obstacle.get())
                : Outcome.accepted(ImmutableList.<Event>builder()
                        .add(new InventoriesReplaced(
                                provider.id(),
                                provider.generation() + 1,
                                OperatorWrites.standing(view, provider, inventories)))
                        .addAll(new OperatorWrites(view)
                                .add(provider, inventories)
                                .events())
                        .addAll(DeviceRules.acknowledged(view, provider, inventories).stream()
                                .iterator())
                        .build());
    }

    /** Why these cannot be the inventories of the provider, if they cannot. */
    static Optional<Refusal> obstacle(
            LedgerView view, Provider provider, ImmutableSortedMap<ResourceClass, InventoryRecord> inventories) {
        Optional<Refusal> malformed = malformed(view, provider.id(), inventories);
        if (malformed.isPresent()) {
            return malformed;
        }
        if (inventories.size() > Limits.PROVIDER_CLASSES_MAX) {
            return Optional.of(Refusal.of(Rejection.PROVIDER_TOO_LARGE, provider.id()));
        }
        return inUse(view, provider, inventories.keySet(), c -> view.used(provider.id(), c));
    }

    /**
     * The refusal for classes that are in use and that the provider would no longer have; all of them are named, in the
     * order of their ids.
     *
     * @param kept the classes that the provider keeps
     * @param used how much would be used of each class
     */
    static Optional<Refusal> inUse(
            LedgerView view, Provider provider, Set<ResourceClass> kept, ToLongFunction<ResourceClass> used) {
        String stranded = provider.inventories().keySet().stream()
                .filter(c -> !kept.contains(c) && used.applyAsLong(c) > 0)
                .sorted(view.catalogue().byId())
                .map(ResourceClass::name)
                .collect(Collectors.joining(","));
        return stranded.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Refusal.of(Rejection.INVENTORY_IN_USE, provider.id()).with(Fact.RESOURCE_CLASS, stranded));
    }

    /** Why no provider in this region could have these inventories, if so. */
    static Optional<Refusal> malformed(
            LedgerView view, ProviderId provider, ImmutableSortedMap<ResourceClass, InventoryRecord> inventories) {
        for (ResourceClass resourceClass : inventories.keySet()) {
            if (!view.isKnown(resourceClass)) {
                return Optional.of(Refusal.of(Rejection.RESOURCE_CLASS_NOT_FOUND, provider, resourceClass));
            }
        }
        for (Map.Entry<ResourceClass, InventoryRecord> inventory : inventories.entrySet()) {
            if (inventory.getValue().reserved() > inventory.getValue().total()) {
                return Optional.of(Refusal.of(Rejection.RESERVED_EXCEEDS_TOTAL, provider, inventory.getKey()));
            }
        }
        return Optional.empty();
    }

    static RegionEdit evolve(RegionEdit edit, long nowMs, InventoriesReplaced event) {
        return edit.put(
                edit.existing(event.provider()).withInventories(event.inventories(), event.generation(), nowMs));
    }

    private static ImmutableSortedMap<ResourceClass, InventoryRecord> with(
            Provider provider, ResourceClass resourceClass, InventoryRecord inventory) {
        TreeMap<ResourceClass, InventoryRecord> inventories = new TreeMap<>(provider.inventories());
        inventories.put(resourceClass, inventory);
        return ImmutableSortedMap.copyOfSorted(inventories);
    }

    private static ImmutableSortedMap<ResourceClass, InventoryRecord> without(
            Provider provider, ResourceClass resourceClass) {
        TreeMap<ResourceClass, InventoryRecord> inventories = new TreeMap<>(provider.inventories());
        inventories.remove(resourceClass);
        return ImmutableSortedMap.copyOfSorted(inventories);
    }
}
