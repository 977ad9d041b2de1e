package dev.berth.api.handler;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds the fault that a refused claim is told if it has several: the first in the order of its body, as Placement
 * does. The decision does not depend on that order, so the ledger names the first by provider and class. Looks at the
 * view after the refusal.
 *
 * @param asked what was claimed, in the order of the body
 * @param extra inventories that will be added to those that there are, by provider
 * @param command makes a command of claims
 */
record ClaimFault(
        RegionView view,
        ImmutableList<ConsumerClaim> claims,
        List<Item> asked,
        Map<ProviderId, ? extends Set<ResourceClass>> extra,
        Function<ImmutableList<ConsumerClaim>, Command> command) {
    /** An amount of one class from one provider for one consumer. */
    record Item(ConsumerId consumer, ProviderId provider, ResourceClass resourceClass) {}

    Refusal told(Refusal decided) {
        return switch (decided.rejection()) {
            case PROVIDER_NOT_FOUND ->
                first(item -> view.provider(item.provider()).isEmpty())
                        .map(item -> Refusal.of(decided.rejection()).with(Fact.PROVIDER, item.provider()))
                        .orElse(decided);
            case RESOURCE_CLASS_NOT_FOUND ->
                first(item -> !view.isKnown(item.resourceClass()))
                        .map(item -> Refusal.of(decided.rejection()).with(Fact.RESOURCE_CLASS, item.resourceClass()))
                        .orElse(decided);
            case NO_INVENTORY_TO_CLAIM, UNIT_CONSTRAINT_VIOLATED, CAPACITY_EXCEEDED ->
                withoutInventory().or(this::shortage).orElse(decided);
            default -> decided;
        };
    }

    private Optional<Item> first(Predicate<Item> isAtFault) {
        return asked.stream().filter(isAtFault).findFirst();
    }

    /** Providers that have none of the classes which the body asks for or releases come first, all in one message. */
    private Optional<Refusal> withoutInventory() {
        Set<ResourceClass> classes = new LinkedHashSet<>();
        asked.forEach(item -> classes.add(item.resourceClass()));
        claims.stream()
                .filter(claim -> claim.allocations().isEmpty())
                .flatMap(claim -> view.consumer(claim.consumer()).stream())
                .forEach(held -> held.allocations().forEach(each -> classes.add(each.resourceClass())));
        Set<ProviderId> without = new LinkedHashSet<>();
        asked.stream()
                .map(Item::provider)
                .filter(provider -> Collections.disjoint(stocks(provider), classes))
                .forEach(without::add);
        return without.isEmpty()
                ? Optional.empty()
                : Optional.of(Refusal.of(Rejection.NO_INVENTORY_TO_CLAIM)
                        .with(Fact.PROVIDER, joined(without))
                        .with(Fact.RESOURCE_CLASS, joined(classes)));
    }

    private Set<ResourceClass> stocks(ProviderId provider) {
        Set<ResourceClass> stocks = new TreeSet<>();
        view.provider(provider).ifPresent(p -> stocks.addAll(p.inventories().keySet()));
        if (extra.containsKey(provider)) {
            stocks.addAll(extra.get(provider));
        }
        return stocks;
    }

    private static String joined(Collection<?> names) {
        return names.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    /**
     * The refusal of the shortest beginning of the body that cannot be granted. A longer one is refused as well, so it
     * is found by binary search.
     */
    private Optional<Refusal> shortage() {
        Optional<Refusal> least = Optional.empty();
        int granted = 0;
        int refused = asked.size() + 1;
        while (refused - granted > 1) {
            int size = (granted + refused) >>> 1;
            Optional<Refusal> refusal = shortage(size);
            least = refusal.isPresent() ? refusal : least;
            granted = refusal.isPresent() ? granted : size;
            refused = refusal.isPresent() ? size : refused;
        }
        return least;
    }

    private Optional<Refusal> shortage(int size) {
        Command part = command.apply(claimsOf(asked.subList(0, size)));
        return Ledger.decide(view, view.position(), part).refusal().filter(ClaimFault::isShortage);
    }

    private static boolean isShortage(Refusal refusal) {
        return refusal.rejection() == Rejection.NO_INVENTORY_TO_CLAIM
                || refusal.rejection() == Rejection.UNIT_CONSTRAINT_VIOLATED
                || refusal.rejection() == Rejection.CAPACITY_EXCEEDED;
    }

    private ImmutableList<ConsumerClaim> claimsOf(List<Item> items) {
        Map<ConsumerId, List<Item>> byConsumer = new TreeMap<>();
        items.forEach(item -> byConsumer
                .computeIfAbsent(item.consumer(), none -> new ArrayList<>())
                .add(item));
        return claims.stream()
                .map(claim ->
                        claim.withAllocations(allocations(claim, byConsumer.getOrDefault(claim.consumer(), List.of()))))
                .collect(ImmutableList.toImmutableList());
    }

    private static Allocations allocations(ConsumerClaim claim, List<Item> items) {
        Allocations.Builder allocations = Allocations.builder();
        for (Item item : items) {
            allocations.add(
                    item.provider(),
                    item.resourceClass(),
                    claim.allocations().amount(item.provider(), item.resourceClass()));
        }
        return allocations.build();
    }
}
