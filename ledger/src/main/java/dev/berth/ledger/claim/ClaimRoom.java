package dev.berth.ledger.claim;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderAmounts;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.Stock;
import dev.berth.resource.Consumption;
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

    /** The providers that were looked at. */
    private final TreeMap<ProviderId, ProviderRoom> providers = new TreeMap<>();

    /** One provider, after everything released and taken so far. */
    private static final class ProviderRoom {
        private final ImmutableSortedMap<ResourceClass, InventoryRecord> records;
        private final ImmutableSortedMap<ResourceClass, Long> usage;

        /** The inventories that were looked at. */
        private final TreeMap<ResourceClass, IntegerInventory> inventories = new TreeMap<>();

        /** @param usage what is used before the command */
        ProviderRoom(
                ImmutableSortedMap<ResourceClass, InventoryRecord> records,
                ImmutableSortedMap<ResourceClass, Long> usage) {
            this.records = records;
            this.usage = usage;
        }

        /** Null if the provider has nothing of the class. */
        IntegerInventory inventory(ResourceClass resourceClass) {
            IntegerInventory known = inventories.get(resourceClass);
            if (known != null) {
                return known;
            }
            InventoryRecord found = records.get(resourceClass);
            return found == null ? null : IntegerInventory.of(found, usedBefore(resourceClass));
        }

        long usedBefore(ResourceClass resourceClass) {
            return usage.getOrDefault(resourceClass, 0L);
        }

        void put(ResourceClass resourceClass, IntegerInventory inventory) {
            inventories.put(resourceClass, inventory);
        }
    }

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
        allocations.forEach((provider, amounts) -> {
            ProviderRoom room = room(provider);
            amounts.forEach((resourceClass, amount) -> {
                IntegerInventory inventory = room.inventory(resourceClass);
                if (inventory != null) {
                    Consumption given = inventory.consume(new IntegerAmount(amount).negate());
                    room.put(resourceClass, (IntegerInventory) given.orElseThrow());
                }
            });
        });
    }

    /** The first amount for which there is no room, in the order of the claims. */
    public Optional<Refusal> shortage() {
        for (ConsumerClaim claim : claims) {
            for (ProviderAmounts taken : claim.allocations().byProvider()) {
                Optional<Refusal> shortage = take(taken.provider(), taken.amounts());
                if (shortage.isPresent()) {
                    return shortage;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Refusal> take(ProviderId provider, ImmutableSortedMap<ResourceClass, Long> amounts) {
        ProviderRoom room = room(provider);
        for (Map.Entry<ResourceClass, Long> taken : amounts.entrySet()) {
            ResourceClass resourceClass = taken.getKey();
            long amount = taken.getValue();
            IntegerInventory inventory = room.inventory(resourceClass);
            if (inventory == null) {
                return Optional.of(Refusal.of(Rejection.NO_INVENTORY_TO_CLAIM, provider, resourceClass));
            }
            // Where the capacity was lowered below what is used, a claim that does not ask for more than before may
            // stay. Subtracted, because a sum with a very large amount would overflow.
            if (!inventory.canProvide(amount)
                    && (!inventory.isInUnits(amount) || amount > room.usedBefore(resourceClass) - inventory.used())) {
                return Optional.of(refusal(provider, resourceClass, inventory, amount));
            }
            room.put(resourceClass, inventory.withUsed(inventory.used() + amount));
        }
        return Optional.empty();
    }

    private static Refusal refusal(
            ProviderId provider, ResourceClass resourceClass, IntegerInventory inventory, long amount) {
        return inventory.isInUnits(amount)
                ? Refusal.of(Rejection.CAPACITY_EXCEEDED, provider, resourceClass)
                        .with(Fact.REQUESTED, amount)
                        .with(Fact.USED, inventory.used())
                        .with(Fact.CAPACITY, inventory.capacity())
                : Refusal.of(Rejection.UNIT_CONSTRAINT_VIOLATED, provider, resourceClass)
                        .with(Fact.REQUESTED, amount)
                        .with(Fact.MIN_UNIT, inventory.minUnit())
                        .with(Fact.MAX_UNIT, inventory.maxUnit())
                        .with(Fact.STEP_SIZE, inventory.stepSize());
    }

    /** What is used of the provider's class once {@link #shortage} has found none. */
    public long usedAfter(ProviderId provider, ResourceClass resourceClass) {
        IntegerInventory known = room(provider).inventory(resourceClass);
        return known != null ? known.used() : view.used(provider, resourceClass);
    }

    /**
     * How many more of the stock one claim gets once {@link #shortage} has found none; what is reserved, nobody does.
     *
     * @param given what claims have of it beside the amounts that they state
     * @param own what the one claim has of it, in all
     */
    long left(Stock stock, long given, long own) {
        ProviderRoom room = room(stock.provider());
        IntegerInventory inventory = room.inventory(stock.resourceClass());
        if (inventory == null) {
            return 0;
        }
        // As much as before may stay where the capacity was lowered since.
        long most = Math.max(inventory.capacity(), room.usedBefore(stock.resourceClass()));
        long left = Math.min(most - inventory.used() - given, inventory.maxUnit() - own);
        long whole = (own + left) / inventory.stepSize() * inventory.stepSize();
        return whole < inventory.minUnit() ? 0 : Math.max(0, whole - own);
    }

    private ProviderRoom room(ProviderId provider) {
        return providers.computeIfAbsent(provider, this::untouched);
    }

    private ProviderRoom untouched(ProviderId provider) {
        ImmutableSortedMap<ResourceClass, InventoryRecord> changed = reshaped.get(provider);
        return new ProviderRoom(
                changed != null
                        ? changed
                        : view.provider(provider).map(Provider::inventories).orElse(ImmutableSortedMap.of()),
                view.usage(provider));
    }
}
