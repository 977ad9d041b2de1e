package dev.berth.ledger;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.resource.integer.Capacity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether there is room for the claims of one command, if all their consumers first let go of what they hold. Used by one thread for
 * one decision.
 */
final class ClaimRoom {
    private final LedgerView view;
    private final List<ConsumerClaim> claims;
    private final Map<ProviderId, ImmutableSortedMap<ResourceClass, InventoryRecord>> reshaped;

    /** What is used by others than the claiming consumers, and by those of their claims that were looked at already. */
    private final TreeMap<Stock, Long> used = new TreeMap<>();

    ClaimRoom(LedgerView view, List<ConsumerClaim> claims) {
        this(view, claims, ImmutableSortedMap.of());
    }

    /** Room in providers of which some have other inventories than the view says. */
    ClaimRoom(
            LedgerView view,
            List<ConsumerClaim> claims,
            Map<ProviderId, ImmutableSortedMap<ResourceClass, InventoryRecord>> reshaped) {
        this.view = view;
        this.claims = claims;
        this.reshaped = reshaped;
        for (ConsumerClaim claim : claims) {
            view.consumer(claim.consumer()).ifPresent(this::letGo);
        }
    }

    private void letGo(Consumer consumer) {
        consumer.allocations()
                .forEach((provider, amounts) -> amounts.forEach((resourceClass, amount) -> {
                    Stock stock = new Stock(provider, resourceClass);
                    used.put(stock, usedOf(stock) - amount);
                }));
    }

    private long usedOf(Stock stock) {
        Long known = used.get(stock);
        return known != null ? known : view.used(stock.provider(), stock.resourceClass());
    }

    /** The first amount for which there is no room, in the order of the claims. */
    Optional<Refusal> shortage() {
        for (ConsumerClaim claim : claims) {
            for (Map.Entry<ProviderId, ImmutableSortedMap<ResourceClass, Long>> allocation :
                    claim.allocations().entrySet()) {
                for (Map.Entry<ResourceClass, Long> amount :
                        allocation.getValue().entrySet()) {
                    Optional<Refusal> shortage =
                            take(new Stock(allocation.getKey(), amount.getKey()), amount.getValue());
                    if (shortage.isPresent()) {
                        return shortage;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** What is used of the provider's class once {@link #shortage} has found none. */
    long usedAfter(ProviderId provider, ResourceClass resourceClass) {
        return usedOf(new Stock(provider, resourceClass));
    }

    private Optional<Refusal> take(Stock stock, long amount) {
        InventoryRecord inventory = inventory(stock);
        Refusal refusal =
                InventoryRules.refusal(Rejection.NO_INVENTORY_TO_CLAIM, stock.provider(), stock.resourceClass());
        if (inventory == null) {
            return Optional.of(refusal);
        }
        if (!Capacity.isInUnits(amount, inventory.minUnit(), inventory.maxUnit(), inventory.stepSize())) {
            return Optional.of(new Refusal(Rejection.UNIT_CONSTRAINT_VIOLATED, refusal.facts())
                    .with(Fact.REQUESTED, amount)
                    .with(Fact.MIN_UNIT, inventory.minUnit())
                    .with(Fact.MAX_UNIT, inventory.maxUnit())
                    .with(Fact.STEP_SIZE, inventory.stepSize()));
        }
        long others = usedOf(stock);
        long capacity = Capacity.of(inventory);
        // Where the capacity was lowered below what is used, a claim that does not ask for more than before may stay.
        // Subtracted, because the sum with an amount near the largest there is would turn negative.
        boolean isNoMoreThanBefore = amount <= view.used(stock.provider(), stock.resourceClass()) - others;
        if (!Capacity.hasRoomFor(amount, others, capacity) && !isNoMoreThanBefore) {
            return Optional.of(new Refusal(Rejection.CAPACITY_EXCEEDED, refusal.facts())
                    .with(Fact.REQUESTED, amount)
                    .with(Fact.USED, others)
                    .with(Fact.CAPACITY, capacity));
        }
        used.put(stock, others + amount);
        return Optional.empty();
    }

    private InventoryRecord inventory(Stock stock) {
        ImmutableSortedMap<ResourceClass, InventoryRecord> changed = reshaped.get(stock.provider());
        return changed != null
                ? changed.get(stock.resourceClass())
                : view.provider(stock.provider())
                        .map(Provider::inventories)
                        .map(inventories -> inventories.get(stock.resourceClass()))
                        .orElse(null);
    }
}
