package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.DeleteProvider;
import dev.berth.events.command.ParentChange;
import dev.berth.events.command.ParentChange.Permission;
import dev.berth.events.command.ReplaceAggregates;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.command.UpdateProvider;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.AggregatesReplaced;
import dev.berth.events.event.Event;
import dev.berth.events.event.GenerationsAdvanced;
import dev.berth.events.event.ProviderCreated;
import dev.berth.events.event.ProviderDeleted;
import dev.berth.events.event.ProviderUpdated;
import dev.berth.events.event.TraitsReplaced;
import dev.berth.events.model.Limits;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Trait;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RegionEdit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The rules of providers themselves: their names, their trees, their traits and aggregates. */
final class ProviderRules {
    private ProviderRules() {}

    static Outcome decide(LedgerView view, CreateProvider command) {
        Optional<ProviderId> parent = command.parent();
        if (parent.isPresent()) {
            if (parent.get().equals(command.provider())) {
                return Outcome.refused(Refusal.ofParent(Rejection.PARENT_IS_SELF, command.provider(), parent));
            }
            if (view.provider(parent.get()).isEmpty()) {
                return Outcome.refused(Refusal.ofParent(Rejection.PARENT_NOT_FOUND, command.provider(), parent));
            }
        }
        if (view.provider(command.provider()).isPresent()) {
            return Outcome.refused(Refusal.ofName(Rejection.DUPLICATE_PROVIDER_ID, command.provider(), command.name()));
        }
        if (view.providerNamed(command.name()).isPresent()) {
            return Outcome.refused(
                    Refusal.ofName(Rejection.DUPLICATE_PROVIDER_NAME, command.provider(), command.name()));
        }
        Optional<Refusal> overgrowth =
                parent.flatMap(under -> TreeShape.obstacleToAdding(view, command.provider(), under));
        if (overgrowth.isPresent()) {
            return Outcome.refused(overgrowth.get());
        }
        Event created = new ProviderCreated(command.provider(), command.name(), parent);
        if (view.drain(command.provider()).isEmpty()) {
            return Outcome.accepted(created);
        }
        if (parent.isPresent()) {
            return Outcome.refused(Refusal.ofParent(Rejection.DRAINED_HOST_IS_ROOT, command.provider(), parent));
        }
        // No client has read its generation yet, so the trait may be part of its creation.
        return Outcome.accepted(
                created,
                new TraitsReplaced(
                        command.provider(), 0, DrainRules.kept(view, command.provider(), ImmutableSortedSet.of())));
    }

    static Outcome decide(LedgerView view, UpdateProvider command) {
        Optional<Provider> found = view.provider(command.provider());
        if (found.isEmpty()) {
            return Outcome.refused(Refusal.of(Rejection.PROVIDER_NOT_FOUND, command.provider()));
        }
        Provider provider = found.get();
        Optional<ProviderId> parent = provider.parent();
        if (command.parentChange().isPresent()) {
            ParentChange change = command.parentChange().get();
            Optional<Rejection> obstacle = obstacle(view, provider, change);
            if (obstacle.isPresent()) {
                return Outcome.refused(Refusal.ofParent(obstacle.get(), provider.id(), change.parent()));
            }
            parent = change.parent();
        }
        Optional<ProviderId> namesake = view.providerNamed(command.name());
        if (namesake.isPresent() && !namesake.get().equals(provider.id())) {
            return Outcome.refused(Refusal.ofName(Rejection.DUPLICATE_PROVIDER_NAME, provider.id(), command.name()));
        }
        if (command.name().equals(provider.name()) && parent.equals(provider.parent())) {
            return Outcome.accepted();
        }
        Optional<Refusal> overgrowth = parent.equals(provider.parent())
                ? Optional.empty()
                : parent.flatMap(under -> TreeShape.obstacleToMoving(view, provider, under));
        if (overgrowth.isPresent()) {
            return Outcome.refused(overgrowth.get());
        }
        if (parent.isPresent() && view.drain(provider.id()).isPresent()) {
            return Outcome.refused(Refusal.ofParent(Rejection.DRAINED_HOST_IS_ROOT, provider.id(), parent));
        }
        return Outcome.accepted(new ProviderUpdated(provider.id(), command.name(), parent));
    }

    /** Why the provider cannot take the place that it is asked to take, if it cannot. */
    private static Optional<Rejection> obstacle(LedgerView view, Provider provider, ParentChange change) {
        if (change.parent().equals(provider.parent())) {
            return Optional.empty();
        }
        if (change.parent().isPresent() && view.provider(change.parent().get()).isEmpty()) {
            return Optional.of(Rejection.PARENT_NOT_FOUND);
        }
        if (change.permission() == Permission.ADOPT_ROOTS && !provider.isRoot()) {
            return Optional.of(Rejection.REPARENTING_NOT_PERMITTED);
        }
        if (change.parent().isEmpty()) {
            return Optional.empty();
        }
        ProviderId parent = change.parent().get();
        if (parent.equals(provider.id())) {
            return Optional.of(Rejection.PARENT_IS_SELF);
        }
        return isBelow(view, parent, provider.id()) ? Optional.of(Rejection.PARENT_IS_DESCENDANT) : Optional.empty();
    }

    private static boolean isBelow(LedgerView view, ProviderId provider, ProviderId ancestor) {
        Optional<ProviderId> above = view.provider(provider).flatMap(Provider::parent);
        while (above.isPresent()) {
            if (above.get().equals(ancestor)) {
                return true;
            }
            above = view.provider(above.get()).flatMap(Provider::parent);
        }
        return false;
    }

    static Outcome decide(LedgerView view, DeleteProvider command) {
        if (view.provider(command.provider()).isEmpty()) {
            return Outcome.refused(Refusal.of(Rejection.PROVIDER_NOT_FOUND, command.provider()));
        }
        if (view.hasChildren(command.provider())) {
            return Outcome.refused(Refusal.of(Rejection.PROVIDER_HAS_CHILDREN, command.provider()));
        }
        if (view.isInUse(command.provider())) {
            return Outcome.refused(Refusal.of(Rejection.PROVIDER_IN_USE, command.provider()));
        }
        return Outcome.accepted(ImmutableList.<Event>builder()
                .add(new ProviderDeleted(command.provider()))
                .addAll(DrainRules.goneWith(view, command.provider()))
                .build());
    }

    static Outcome decide(LedgerView view, ReplaceTraits command) {
        return ifCurrent(
                view,
                command.provider(),
                command.expectedGeneration(),
                provider -> replaced(view, provider, command.traits()));
    }

    private static Outcome replaced(LedgerView view, Provider provider, ImmutableSortedSet<Trait> traits) {
        Optional<Outcome> unknown = unknownTrait(view, traits);
        if (unknown.isPresent()) {
            return unknown.get();
        }
        ImmutableSortedSet<Trait> kept = DrainRules.kept(view, provider.id(), traits);
        if (kept.size() > Limits.PROVIDER_TRAITS_MAX) {
            return Outcome.refused(Refusal.of(Rejection.PROVIDER_TOO_LARGE, provider.id()));
        }
        ImmutableList.Builder<Event> events = ImmutableList.builder();
        DrainRules.enabledBesides(view, provider.id(), traits).ifPresent(events::add);
        // The same set again leaves the generation alone; Placement does so for traits, and only for them.
        if (!kept.equals(provider.traits())) {
            events.add(new TraitsReplaced(provider.id(), provider.generation() + 1, kept));
        }
        return Outcome.accepted(events.build());
    }

    private static Optional<Outcome> unknownTrait(LedgerView view, ImmutableSortedSet<Trait> traits) {
        for (Trait trait : traits) {
            if (!view.isKnown(trait)) {
                return Optional.of(Outcome.refused(Refusal.of(Rejection.TRAIT_NOT_FOUND, trait)));
            }
        }
        return Optional.empty();
    }

    static Outcome decide(LedgerView view, ReplaceAggregates command) {
        return ifCurrent(
                view, command.provider(), command.expectedGeneration(), provider -> replaced(provider, command));
    }

    private static Outcome replaced(Provider provider, ReplaceAggregates command) {
        if (command.expectedGeneration().isPresent()) {
            return Outcome.accepted(
                    new AggregatesReplaced(provider.id(), provider.generation() + 1, command.aggregates()));
        }
        return command.aggregates().equals(provider.aggregates())
                ? Outcome.accepted()
                : Outcome.accepted(new AggregatesReplaced(provider.id(), provider.generation(), command.aggregates()));
    }

    static RegionEdit evolve(RegionEdit edit, long nowMs, ProviderCreated event) {
        return edit.put(new Provider(
                event.provider(),
                event.name(),
                event.parent(),
                rootUnder(edit, event.provider(), event.parent()),
                0,
                ImmutableSortedMap.of(),
                ImmutableSortedSet.of(),
                ImmutableSortedSet.of(),
                nowMs,
                nowMs));
    }

    static RegionEdit evolve(RegionEdit edit, long nowMs, ProviderUpdated event) {
        Provider provider = edit.existing(event.provider());
        ProviderId root = rootUnder(edit, event.provider(), event.parent());
        List<Provider> moved =
                root.equals(provider.root()) ? List.of() : edit.providers().tree(provider.id());
        edit.put(provider.placed(event.name(), event.parent(), root, nowMs));
        for (Provider below : moved) {
            if (!below.id().equals(provider.id())) {
                edit.put(below.placed(below.name(), below.parent(), root, below.updatedAtMs()));
            }
        }
        return edit;
    }

    private static ProviderId rootUnder(LedgerView view, ProviderId provider, Optional<ProviderId> parent) {
        return parent.isEmpty() ? provider : view.existing(parent.get()).root();
    }

    static RegionEdit evolve(RegionEdit edit, ProviderDeleted event) {
        return edit.remove(event.provider());
    }

    static RegionEdit evolve(RegionEdit edit, long nowMs, TraitsReplaced event) {
        return edit.put(edit.existing(event.provider()).withTraits(event.traits(), event.generation(), nowMs));
    }

    static RegionEdit evolve(RegionEdit edit, long nowMs, AggregatesReplaced event) {
        return edit.put(edit.existing(event.provider()).withAggregates(event.aggregates(), event.generation(), nowMs));
    }

    static RegionEdit evolve(RegionEdit edit, long nowMs, GenerationsAdvanced event) {
        event.generations()
                .forEach((provider, generation) ->
                        edit.put(edit.existing(provider).withGeneration(generation, nowMs)));
        return edit;
    }

    /**
     * What the rule says of the provider, if it exists in the generation that the writer has read. All that is written
     * to a provider is judged in this order.
     *
     * @param expectedGeneration empty where the writer's API version does not ask for it
     */
    static Outcome ifCurrent(
            LedgerView view, ProviderId id, OptionalLong expectedGeneration, Function<Provider, Outcome> rule) {
        Optional<Provider> provider = view.provider(id);
        if (provider.isEmpty()) {
            return Outcome.refused(Refusal.of(Rejection.PROVIDER_NOT_FOUND, id));
        }
        return isStale(provider.get(), expectedGeneration)
                ? Outcome.refused(stale(provider.get(), expectedGeneration.getAsLong()))
                : rule.apply(provider.get());
    }

    static boolean isStale(Provider provider, OptionalLong expectedGeneration) {
        return expectedGeneration.isPresent() && expectedGeneration.getAsLong() != provider.generation();
    }

    static Refusal stale(Provider provider, long expectedGeneration) {
        return Refusal.of(Rejection.PROVIDER_GENERATION_CONFLICT, provider.id())
                .withGenerations(expectedGeneration, provider.generation());
    }
}
