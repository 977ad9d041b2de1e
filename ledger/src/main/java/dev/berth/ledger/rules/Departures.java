package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.decision.Outcome;
import dev.berth.events.event.AllocationsClaimed;
import dev.berth.events.event.AllocationsReleased;
import dev.berth.events.event.Event;
import dev.berth.events.event.HostReportAmended;
import dev.berth.events.event.InventoriesReplaced;
import dev.berth.events.event.ProviderDeleted;
import dev.berth.events.event.ProviderUpdated;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.VouchedInventory;
import dev.berth.events.model.VouchedProvider;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RegionEdit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Ends departures: what an agent has left out while it was held is as large as what is held, and goes with the last
 * release, a provider with all above it that has only waited for it. Whatever a command is, this looks at what came of
 * it, so that no way of giving something back is forgotten. Used by one thread for one decision.
 */
final class Departures {
    private final RegionEdit after;
    private final ImmutableList.Builder<Event> inventories = ImmutableList.builder();
    private final ImmutableList.Builder<Event> deletions = ImmutableList.builder();
    private final TreeMap<ProviderId, Amendment> amendments = new TreeMap<>();
    private final TreeSet<ProviderId> deleted = new TreeSet<>();

    private record Amendment(TreeMap<ProviderId, VouchedProvider> changed, TreeSet<ProviderId> removed) {}

    private Departures(RegionEdit after) {
        this.after = after;
    }

    /** The outcome of a command, with the departures that it ends. Costs nothing where nothing departs. */
    static Outcome ended(LedgerView view, Position position, Outcome outcome) {
        if (!view.hasDepartures() || outcome.events().isEmpty()) {
            return outcome;
        }
        TreeSet<ProviderId> concerned = concerned(view, outcome);
        if (concerned.isEmpty()) {
            return outcome;
        }
        RegionEdit after = view.edit();
        outcome.events().forEach(event -> Evolution.evolve(after, position, event));
        ImmutableList<Event> ended = new Departures(after).end(concerned);
        return ended.isEmpty()
                ? outcome
                : Outcome.accepted(ImmutableList.<Event>builder()
                        .addAll(outcome.events())
                        .addAll(ended)
                        .build());
    }

    /** The departing providers of which another amount may be held now, or below which less may stand. */
    private static TreeSet<ProviderId> concerned(LedgerView view, Outcome outcome) {
        TreeSet<ProviderId> concerned = new TreeSet<>();
        for (Event event : outcome.events()) {
            if (event instanceof AllocationsClaimed claimed) {
                addHeld(view, claimed.consumer(), concerned);
                // An import takes over what is held elsewhere, however little is left here.
                concerned.addAll(claimed.allocations().providers());
            } else if (event instanceof AllocationsReleased released) {
                addHeld(view, released.consumer(), concerned);
            } else if (event instanceof InventoriesReplaced replaced) {
                concerned.add(replaced.provider());
            } else if (event instanceof ProviderUpdated updated) {
                addParent(view, updated.provider(), concerned);
            } else if (event instanceof ProviderDeleted removed) {
                addParent(view, removed.provider(), concerned);
            }
        }
        concerned.removeIf(provider -> !view.isDeparting(provider));
        return concerned;
    }

    private static void addHeld(LedgerView view, ConsumerId consumer, TreeSet<ProviderId> concerned) {
        view.consumer(consumer).map(Consumer::allocations).ifPresent(held -> concerned.addAll(held.providers()));
    }

    private static void addParent(LedgerView view, ProviderId provider, TreeSet<ProviderId> concerned) {
        view.provider(provider).flatMap(Provider::parent).ifPresent(concerned::add);
    }

    private ImmutableList<Event> end(TreeSet<ProviderId> concerned) {
        TreeMap<Integer, TreeSet<ProviderId>> byLevel = new TreeMap<>();
        for (ProviderId provider : concerned) {
            if (after.provider(provider).isPresent()) {
                byLevel.computeIfAbsent(TreeShape.levelOf(after, provider), none -> new TreeSet<>())
                        .add(provider);
            }
        }
        while (!byLevel.isEmpty()) {
            Map.Entry<Integer, TreeSet<ProviderId>> deepest = byLevel.pollLastEntry();
            for (ProviderId id : deepest.getValue()) {
                Provider provider = after.existing(id);
                if (isEnded(provider)) {
                    provider.parent()
                            .ifPresent(parent -> byLevel.computeIfAbsent(deepest.getKey() - 1, none -> new TreeSet<>())
                                    .add(parent));
                }
            }
        }
        ImmutableList.Builder<Event> events = ImmutableList.builder();
        events.addAll(inventories.build());
        amendments.forEach((host, amendment) -> events.add(new HostReportAmended(
                host,
                ImmutableSortedMap.copyOfSorted(amendment.changed()),
                ImmutableSortedSet.copyOfSorted(amendment.removed()))));
        // Nothing vouches for them by now, so that no report has to be changed for each of them.
        return events.addAll(deletions.build()).build();
    }

    /** Lets go what is not held any more; true if that is the provider itself. */
    private boolean isEnded(Provider provider) {
        Optional<ProviderId> host = after.voucherOf(provider.id());
        if (host.isEmpty() || !after.isDeparting(provider.id())) {
            return false;
        }
        VouchedProvider before = after.vouched(provider.id()).orElseThrow();
        TreeMap<ResourceClass, InventoryRecord> left = new TreeMap<>(provider.inventories());
        TreeMap<ResourceClass, VouchedInventory> known = new TreeMap<>(before.inventories());
        before.inventories().forEach((resourceClass, vouched) -> {
            long held = after.used(provider.id(), resourceClass);
            if (vouched.isDeparting() && held == 0) {
                left.remove(resourceClass);
                known.remove(resourceClass);
            } else if (vouched.isDeparting()) {
                left.put(resourceClass, VouchedInventory.departing(held));
            }
        });
        if (before.departing() && left.isEmpty() && !after.isInUse(provider.id()) && !hasChildren(provider.id())) {
            deletions.add(new ProviderDeleted(provider.id()));
            deleted.add(provider.id());
            amendment(host.get()).removed().add(provider.id());
            return true;
        }
        if (!left.equals(provider.inventories())) {
            inventories.add(new InventoriesReplaced(
                    provider.id(), provider.generation() + 1, ImmutableSortedMap.copyOfSorted(left)));
        }
        if (!known.equals(before.inventories())) {
            amendment(host.get()).changed().put(provider.id(), before.with(ImmutableSortedMap.copyOfSorted(known)));
        }
        return false;
    }

    private Amendment amendment(ProviderId host) {
        return amendments.computeIfAbsent(host, none -> new Amendment(new TreeMap<>(), new TreeSet<>()));
    }

    private boolean hasChildren(ProviderId parent) {
        for (ProviderId child : after.childrenOf(parent)) {
            if (!deleted.contains(child)) {
                return true;
            }
        }
        return false;
    }
}
