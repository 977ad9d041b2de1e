package dev.berth.ledger.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.Reshape;
import dev.berth.events.command.Reshape.ReshapedInventories;
import dev.berth.events.model.Allocation;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ConsumerType;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.state.RegionView;
import dev.berth.resource.integer.Capacity;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Claims of one or more consumers, with devices and cells or without, and reshapes that move claims with what they are
 * of. For one thread.
 */
final class RandomClaims {
    private final SplittableRandom random;
    private final Symbols symbols;
    private final RandomPick some;

    RandomClaims(SplittableRandom random, Symbols symbols) {
        this.random = random;
        this.symbols = symbols;
        this.some = new RandomPick(random, symbols);
    }

    ClaimAllocations claim(CommandId id, RegionView view) {
        TreeMap<ConsumerId, ConsumerClaim> claims = new TreeMap<>();
        for (int i = some.isOneIn(6) ? 2 : 1; i > 0; i--) {
            ConsumerId consumer = some.consumer(view);
            ConsumerClaim claim = claim(view, consumer, some.isOneIn(10) ? Allocations.NONE : amounts(view));
            claims.put(consumer, some.isOneIn(4) ? withGuest(claim) : claim);
        }
        return new ClaimAllocations(id, ImmutableList.copyOf(claims.values()));
    }

    /** The claim with devices, with cells for its guest, or with both. */
    private ConsumerClaim withGuest(ConsumerClaim claim) {
        String host = "host" + random.nextInt(3);
        int parts = random.nextInt(4);
        ConsumerClaim asked = some.isOneIn(parts < 2 ? 4 : 2) ? claim.withAllocations(Allocations.NONE) : claim;
        if (parts > 0) {
            asked = asked.withDevices(RandomDevices.claim(random, symbols, host));
        }
        return parts < 2 ? asked.withCells(RandomDevices.guest(random, symbols.provider(host))) : asked;
    }

    private ConsumerClaim claim(RegionView view, ConsumerId id, Allocations allocations) {
        Optional<Consumer> known = view.consumer(id);
        ExpectedConsumer actual = known.map(consumer -> ExpectedConsumer.atGeneration(consumer.generation()))
                .orElse(ExpectedConsumer.ABSENT);
        ExpectedConsumer expected = some.isOneIn(12) ? ExpectedConsumer.UNCHECKED : actual;
        return new ConsumerClaim(
                id,
                some.isOneIn(20) ? ExpectedConsumer.atGeneration(random.nextInt(5)) : expected,
                "project" + random.nextInt(3),
                "user" + random.nextInt(3),
                some.isOneIn(2)
                        ? Optional.empty()
                        : Optional.of(new ConsumerType(some.isOneIn(5) ? "MIGRATION" : "INSTANCE")),
                allocations);
    }

    private Allocations amounts(RegionView view) {
        Allocations.Builder allocations = Allocations.builder();
        List<Provider> stocked = RandomPick.all(view).stream()
                .filter(provider -> !provider.inventories().isEmpty())
                .toList();
        for (int i = some.isOneIn(3) ? 2 : 1; i > 0 && !stocked.isEmpty(); i--) {
            Provider provider = some.one(stocked);
            TreeMap<ResourceClass, Long> amounts = new TreeMap<>();
            provider.inventories().forEach((resourceClass, inventory) -> {
                if (amounts.isEmpty() || some.isOneIn(2)) {
                    long room = Math.max(1, Capacity.of(inventory) - view.used(provider.id(), resourceClass));
                    amounts.put(resourceClass, 1 + random.nextLong(some.isOneIn(8) ? 2 * room : 1 + room / 2));
                }
            });
            if (some.isOneIn(20)) {
                amounts.put(ResourceClass.of(some.one(RandomPick.CLASSES)), 1L);
            }
            allocations.put(some.isOneIn(40) ? some.provider(view) : provider.id(), amounts);
        }
        return allocations.build();
    }

    /** Moves one class from a provider to another, with what consumers hold of it; sometimes forgets one of them. */
    Reshape reshape(CommandId id, RegionView view) {
        Provider from = some.one(RandomPick.all(view));
        Provider to = some.one(RandomPick.all(view));
        if (from.id().equals(to.id()) || from.inventories().isEmpty()) {
            ProviderId provider = some.provider(view);
            return new Reshape(
                    id,
                    ImmutableSortedMap.of(
                            provider,
                            new ReshapedInventories(
                                    some.generation(view, provider).orElse(0),
                                    some.withMostUsed(view, provider, some.inventories(view)))),
                    ImmutableList.of());
        }
        ResourceClass moved = some.one(from.inventories().keySet().asList());
        TreeMap<ResourceClass, InventoryRecord> rest = new TreeMap<>(from.inventories());
        InventoryRecord inventory = rest.remove(moved);
        TreeMap<ResourceClass, InventoryRecord> more = new TreeMap<>(to.inventories());
        more.putIfAbsent(moved, inventory);
        ImmutableList.Builder<ConsumerClaim> claims = ImmutableList.builder();
        for (ConsumerId holder : view.consumers().on(from.id())) {
            Consumer consumer = view.consumer(holder).orElseThrow();
            if (consumer.allocations().amount(from.id(), moved) > 0 && !some.isOneIn(15)) {
                claims.add(claim(view, holder, moved(consumer, from.id(), to.id(), moved)));
            }
        }
        return new Reshape(
                id,
                ImmutableSortedMap.of(
                        from.id(),
                        new ReshapedInventories(from.generation(), ImmutableSortedMap.copyOfSorted(rest)),
                        to.id(),
                        new ReshapedInventories(to.generation(), ImmutableSortedMap.copyOfSorted(more))),
                claims.build());
    }

    private static Allocations moved(Consumer consumer, ProviderId from, ProviderId to, ResourceClass resourceClass) {
        Allocations.Builder moved = Allocations.builder();
        for (Allocation held : consumer.allocations()) {
            boolean isMoved =
                    held.provider().equals(from) && held.resourceClass().equals(resourceClass);
            moved.add(isMoved ? to : held.provider(), held.resourceClass(), held.amount());
        }
        return moved.build();
    }
}
