package dev.berth.ledger.claim;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.Allocation;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.Stock;
import dev.berth.resource.Consumption;
import dev.berth.resource.Objection;
import dev.berth.resource.integer.IntegerAmount;
import dev.berth.resource.integer.IntegerInventory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether there is room for the claims of one command, if all their consumers first let go of what they hold: the
 * inventories of the providers, consumed as the claims go by. Used by one thread for one decision.
 */
public final class ClaimRoom {
    private final LedgerView view;
    private final List<ConsumerClaim> claims;
    private final Map<ProviderId, ImmutableSortedMap<ResourceClass, InventoryRecord>> reshaped;

    /** The inventories that were looked at, after everything released and taken so far. */
    private final TreeMap<Stock, IntegerInventory> inventories = new TreeMap<>();

    public ClaimRoom(LedgerView view, List<ConsumerClaim> claims) {
        this(view, claims, ImmutableSortedMap.of());
    }

    /** The room where some providers have other inventories than in the view. */
    public ClaimRoom(
            LedgerView view,
            List<ConsumerClaim> claims,
            Map<ProviderId, ImmutableSortedMap<ResourceClass, InventoryRecord>> reshaped) {
        this.view = view;
        this.claims = claims;
        this.reshaped = reshaped;
        for (ConsumerClaim claim : claims) {
            view.consumer(claim.consumer()).map(Consumer::allocations).ifPresent(this::letGo);
        }
    }

    private void letGo(Allocations allocations) {
        for (Allocation allocation : allocations) {
            Stock stock = Stock.of(allocation);
            IntegerAmount held = new IntegerAmount(allocation.amount());
            inventory(stock).ifPresent(inventory -> put(stock, inventory.consume(held.negate())));
        }
    }

    /** The first amount for which there is no room, in the order of the claims. */
    public Optional<Refusal> shortage() {
        for (ConsumerClaim claim : claims) {
            for (Allocation allocation : claim.allocations()) {
                Optional<Refusal> shortage = take(Stock.of(allocation), new IntegerAmount(allocation.amount()));
                if (shortage.isPresent()) {
                    return shortage;
                }
            }
        }
        return Optional.empty();
    }

    /** What is used of the provider's class once {@link #shortage} has found none. */
    public long usedAfter(ProviderId provider, ResourceClass resourceClass) {
        IntegerInventory known = inventories.get(new Stock(provider, resourceClass));
        return known != null ? known.used() : view.used(provider, resourceClass);
    }

    /**
     * How many more of the stock one claim gets once {@link #shortage} has found none; what is reserved, nobody does.
     *
     * @param given what claims have of it beside the amounts that they state
     * @param own what the one claim has of it, in all
     */
    long left(Stock stock, long given, long own) {
        Optional<IntegerInventory> found = inventory(stock);
        if (found.isEmpty()) {
            return 0;
        }
        IntegerInventory inventory = found.get();
        // As much as before may stay where the capacity was lowered since.
        long most = Math.max(inventory.capacity(), view.used(stock.provider(), stock.resourceClass()));
        long left = Math.min(most - inventory.used() - given, inventory.maxUnit() - own);
        long whole = (own + left) / inventory.stepSize() * inventory.stepSize();
        return whole < inventory.minUnit() ? 0 : Math.max(0, whole - own);
    }

    private Optional<Refusal> take(Stock stock, IntegerAmount amount) {
        Optional<IntegerInventory> found = inventory(stock);
        if (found.isEmpty()) {
            return Optional.of(refusal(Rejection.NO_INVENTORY_TO_CLAIM, stock));
        }
        IntegerInventory inventory = found.get();
        Consumption consumption = inventory.consume(amount);
        if (!(consumption instanceof Consumption.NotConsumed refused)) {
            put(stock, consumption);
            return Optional.empty();
        }
        if (refused.objection().reason() == Objection.Reason.UNITS) {
            return Optional.of(refusal(Rejection.UNIT_CONSTRAINT_VIOLATED, stock)
                    .with(Fact.REQUESTED, amount.value())
                    .with(Fact.MIN_UNIT, inventory.minUnit())
                    .with(Fact.MAX_UNIT, inventory.maxUnit())
                    .with(Fact.STEP_SIZE, inventory.stepSize()));
        }
        // Where the capacity was lowered below what is used, a claim that does not ask for more than before may stay.
        // Subtracted, because a sum with a very large amount would overflow.
        if (amount.value() <= view.used(stock.provider(), stock.resourceClass()) - inventory.used()) {
            inventories.put(stock, inventory.withUsed(inventory.used() + amount.value()));
            return Optional.empty();
        }
        return Optional.of(refusal(Rejection.CAPACITY_EXCEEDED, stock)
                .with(Fact.REQUESTED, amount.value())
                .with(Fact.USED, inventory.used())
                .with(Fact.CAPACITY, inventory.capacity()));
    }

    private static Refusal refusal(Rejection rejection, Stock stock) {
        return Refusal.of(rejection, stock.provider(), stock.resourceClass());
    }

    private void put(Stock stock, Consumption consumption) {
        inventories.put(stock, (IntegerInventory) consumption.orElseThrow());
    }

    private Optional<IntegerInventory> inventory(Stock stock) {
        IntegerInventory known = inventories.get(stock);
        return known != null
                ? Optional.of(known)
                : record(stock)
                        .map(record -> IntegerInventory.of(record, view.used(stock.provider(), stock.resourceClass())));
    }

    private Optional<InventoryRecord> record(Stock stock) {
        ImmutableSortedMap<ResourceClass, InventoryRecord> changed = reshaped.get(stock.provider());
        return changed != null
                ? Optional.ofNullable(changed.get(stock.resourceClass()))
                : view.provider(stock.provider())
                        .map(Provider::inventories)
                        .map(inventories -> inventories.get(stock.resourceClass()));
    }
}
