package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.CreateResourceClass;
import dev.berth.events.command.CreateResourceClass.IfExists;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.DeleteResourceClass;
import dev.berth.events.command.DeleteTrait;
import dev.berth.events.command.RenameResourceClass;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.ResourceClassCreated;
import dev.berth.events.event.ResourceClassDeleted;
import dev.berth.events.event.ResourceClassRenamed;
import dev.berth.events.event.TraitCreated;
import dev.berth.events.event.TraitDeleted;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Limits;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.events.model.VouchedProvider;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RegionEdit;
import java.util.TreeMap;

/** The rules of what a region knows by name: custom resource classes and custom traits. */
final class CatalogueRules {
    private CatalogueRules() {}

    static Outcome decide(LedgerView view, CreateTrait command) {
        Trait trait = command.trait();
        if (view.isKnown(trait)) {
            return Outcome.accepted();
        }
        return trait.isCustom()
                ? Outcome.accepted(new TraitCreated(trait))
                : Outcome.refused(Refusal.of(Rejection.TRAIT_NOT_CUSTOM, trait));
    }

    static Outcome decide(LedgerView view, DeleteTrait command) {
        Trait trait = command.trait();
        if (!view.isKnown(trait)) {
            return Outcome.refused(Refusal.of(Rejection.TRAIT_NOT_FOUND, trait));
        }
        if (!trait.isCustom()) {
            return Outcome.refused(Refusal.of(Rejection.TRAIT_NOT_CUSTOM, trait));
        }
        if (view.isInUse(trait)) {
            return Outcome.refused(Refusal.of(Rejection.TRAIT_IN_USE, trait));
        }
        return Outcome.accepted(new TraitDeleted(trait));
    }

    static Outcome decide(LedgerView view, CreateResourceClass command) {
        ResourceClass resourceClass = command.resourceClass();
        if (!resourceClass.isCustom()) {
            return Outcome.refused(Refusal.of(Rejection.RESOURCE_CLASS_NOT_CUSTOM, resourceClass));
        }
        if (view.isKnown(resourceClass)) {
            return command.ifExists() == IfExists.ACCEPT
                    ? Outcome.accepted()
                    : Outcome.refused(Refusal.of(Rejection.RESOURCE_CLASS_EXISTS, resourceClass));
        }
        return Outcome.accepted(new ResourceClassCreated(resourceClass));
    }

    static Outcome decide(LedgerView view, RenameResourceClass command) {
        if (!view.isKnown(command.from())) {
            return Outcome.refused(Refusal.of(Rejection.RESOURCE_CLASS_NOT_FOUND, command.from()));
        }
        if (!command.from().isCustom()) {
            return Outcome.refused(Refusal.of(Rejection.RESOURCE_CLASS_NOT_CUSTOM, command.from()));
        }
        if (!command.to().isCustom()) {
            return Outcome.refused(Refusal.of(Rejection.RESOURCE_CLASS_NOT_CUSTOM, command.to()));
        }
        if (command.from().equals(command.to())) {
            return Outcome.accepted();
        }
        if (view.isKnown(command.to())) {
            return Outcome.refused(Refusal.of(Rejection.RESOURCE_CLASS_EXISTS, command.to()));
        }
        // Devices go on being reported under the name that their tags give.
        if (view.devices().areCountedAs(command.from())) {
            return Outcome.refused(Refusal.of(Rejection.RESOURCE_CLASS_IN_USE, command.from()));
        }
        if (ClassHolders.of(view, command.from()).isEmpty()) {
            return Outcome.refused(Refusal.of(Rejection.RESOURCE_CLASS_TOO_WIDESPREAD, command.from())
                    .with(Fact.LIMIT, Limits.RENAME_REWRITES_MAX));
        }
        return Outcome.accepted(new ResourceClassRenamed(command.from(), command.to()));
    }

    static Outcome decide(LedgerView view, DeleteResourceClass command) {
        ResourceClass resourceClass = command.resourceClass();
        if (!view.isKnown(resourceClass)) {
            return Outcome.refused(Refusal.of(Rejection.RESOURCE_CLASS_NOT_FOUND, resourceClass));
        }
        if (!resourceClass.isCustom()) {
            return Outcome.refused(Refusal.of(Rejection.RESOURCE_CLASS_NOT_CUSTOM, resourceClass));
        }
        if (view.isInUse(resourceClass)) {
            return Outcome.refused(Refusal.of(Rejection.RESOURCE_CLASS_IN_USE, resourceClass));
        }
        return Outcome.accepted(new ResourceClassDeleted(resourceClass));
    }

    static RegionEdit evolve(RegionEdit edit, long nowMs, TraitCreated event) {
        return edit.put(event.trait(), nowMs);
    }

    static RegionEdit evolve(RegionEdit edit, TraitDeleted event) {
        return edit.remove(event.trait());
    }

    static RegionEdit evolve(RegionEdit edit, long nowMs, ResourceClassCreated event) {
        return edit.put(event.resourceClass(), nowMs);
    }

    static RegionEdit evolve(RegionEdit edit, ResourceClassDeleted event) {
        return edit.remove(event.resourceClass());
    }

    static RegionEdit evolve(RegionEdit edit, long nowMs, ResourceClassRenamed event) {
        ClassHolders holders = ClassHolders.of(edit, event.from()).orElseThrow();
        for (ConsumerId consumer : holders.consumers()) {
            edit.put(renamed(edit.consumer(consumer).orElseThrow(), event));
        }
        TreeMap<ProviderId, TreeMap<ProviderId, VouchedProvider>> vouchedByHost = new TreeMap<>();
        for (ProviderId id : holders.providers()) {
            Provider provider = edit.existing(id);
            edit.put(provider.withInventories(
                    renamed(provider.inventories(), event), provider.generation(), provider.updatedAtMs()));
            edit.vouched(id)
                    .filter(vouched -> vouched.inventories().containsKey(event.from()))
                    .ifPresent(vouched -> vouchedByHost
                            .computeIfAbsent(edit.voucherOf(id).orElseThrow(), none -> new TreeMap<>())
                            .put(id, vouched.with(renamed(vouched.inventories(), event))));
        }
        vouchedByHost.forEach((host, vouched) ->
                edit.put(edit.hostReport(host).orElseThrow().amended(vouched, ImmutableSortedSet.of())));
        return edit.remove(event.from()).put(event.to(), nowMs);
    }

    private static Consumer renamed(Consumer consumer, ResourceClassRenamed event) {
        Allocations.Builder allocations = Allocations.builder();
        consumer.allocations().forEach((provider, amounts) -> allocations.put(provider, renamed(amounts, event)));
        return new Consumer(
                consumer.id(),
                consumer.generation(),
                consumer.projectId(),
                consumer.userId(),
                consumer.type(),
                allocations.build(),
                consumer.createdAtMs(),
                consumer.updatedAtMs(),
                consumer.placement());
    }

    private static <V> ImmutableSortedMap<ResourceClass, V> renamed(
            ImmutableSortedMap<ResourceClass, V> values, ResourceClassRenamed event) {
        TreeMap<ResourceClass, V> renamed = new TreeMap<>(values);
        V value = renamed.remove(event.from());
        if (value != null) {
            // An agent may have vouched for a class of the new name, long ago; of it nothing is left.
            renamed.put(event.to(), value);
        }
        return ImmutableSortedMap.copyOfSorted(renamed);
    }
}
