package dev.berth.ledger.claim;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.GuestPlacement;
import dev.berth.events.model.PlacedCell;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderAmounts;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.state.DeviceTables;
import dev.berth.ledger.state.LedgerView;
import dev.berth.resource.numa.NumaInventory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which cells the guests of one command's claims keep, and which are free for those that need others. A guest stays
 * where it is while its claim asks for the same cells, or says nothing of cells and does not leave the host. It leaves
 * a host of which it had amounts or devices and has none any more. One that had nothing of its host but the cells
 * leaves it when it asks for devices of another, or gives up all that it holds. A claim that says nothing and has no
 * cells moves into what another consumer of the command has let go on its host, so that a move keeps the cells that are
 * really in use. Used by one thread for one decision.
 */
final class GuestPlacements {
    private final LedgerView view;
    private final DeviceTables devices;
    private final List<ConsumerClaim> claims;
    private final TreeSet<ConsumerId> claiming = new TreeSet<>();
    private final TreeMap<ConsumerId, GuestPlacement> placements = new TreeMap<>();
    private final TreeMap<ProviderId, NumaInventory> cells = new TreeMap<>();

    /**
     * @param devices as they are once the claims have let go of what they do not keep
     */
    GuestPlacements(LedgerView view, DeviceTables devices, List<ConsumerClaim> claims) {
        this.view = view;
        this.devices = devices;
        this.claims = claims;
        claims.forEach(claim -> claiming.add(claim.consumer()));
        List<GuestPlacement> left = new ArrayList<>();
        for (ConsumerClaim claim : claims) {
            Optional<Consumer> before = view.consumer(claim.consumer());
            before.flatMap(Consumer::placement).ifPresent(placement -> {
                if (stays(claim, before.get(), placement)) {
                    placements.put(claim.consumer(), placement);
                } else {
                    left.add(placement);
                }
            });
        }
        inherit(left);
    }

    /** What was let go goes to the first of the claims that takes from its host, says nothing of cells and has none. */
    private void inherit(List<GuestPlacement> left) {
        TreeMap<ProviderId, Deque<ConsumerId>> heirs = new TreeMap<>();
        left.forEach(placement -> heirs.put(placement.host(), new ArrayDeque<>()));
        for (ConsumerClaim claim : heirs.isEmpty() ? List.<ConsumerClaim>of() : claims) {
            if (claim.cells().isEmpty() && !placements.containsKey(claim.consumer())) {
                for (ProviderId host : hostsOf(claim)) {
                    Optional.ofNullable(heirs.get(host)).ifPresent(waiting -> waiting.add(claim.consumer()));
                }
            }
        }
        for (GuestPlacement placement : left) {
            Deque<ConsumerId> next = heirs.get(placement.host());
            while (!next.isEmpty() && placements.containsKey(next.peek())) {
                next.remove();
            }
            if (!next.isEmpty()) {
                placements.put(next.remove(), placement);
            }
        }
    }

    /** The hosts of which the consumer has anything after the claim, those among them of devices that it only keeps. */
    private TreeSet<ProviderId> hostsOf(ConsumerClaim claim) {
        TreeSet<ProviderId> hosts = hostsOf(claim.allocations(), devices.hostsOf(claim.consumer()));
        requestsOf(claim).ifPresent(hosts::add);
        return hosts;
    }

    private TreeSet<ProviderId> hostsBefore(Consumer consumer) {
        return hostsOf(consumer.allocations(), view.devices().hostsOf(consumer.id()));
    }

    /**
     * A host need not be a root: it may stand under another provider for a while. So all that is above a provider is
     * taken for a host, the provider itself as well.
     */
    private TreeSet<ProviderId> hostsOf(Allocations allocations, Iterable<ProviderId> ofDevices) {
        TreeSet<ProviderId> hosts = new TreeSet<>();
        for (ProviderAmounts taken : allocations.byProvider()) {
            Optional<Provider> above = view.provider(taken.provider());
            // What is above one that was met before was met with it.
            while (above.isPresent() && hosts.add(above.get().id())) {
                above = above.get().parent().flatMap(view::provider);
            }
        }
        ofDevices.forEach(hosts::add);
        return hosts;
    }

    private static Optional<ProviderId> requestsOf(ConsumerClaim claim) {
        return claim.devices().filter(devices -> !devices.requests().isEmpty()).map(DeviceClaim::host);
    }

    private boolean stays(ConsumerClaim claim, Consumer before, GuestPlacement placement) {
        return claim.cells()
                .map(asked ->
                        asked.host().equals(placement.host()) && asked.cells().equals(placement.guest()))
                .orElseGet(() -> hostsOf(claim).contains(placement.host())
                        || hasNothingToLeave(claim, before, placement.host()));
    }

    /** A guest may have nothing of its host but the cells; then what it claims elsewhere does not say that it goes. */
    private boolean hasNothingToLeave(ConsumerClaim claim, Consumer before, ProviderId host) {
        return !claim.allocations().isEmpty()
                && requestsOf(claim).isEmpty()
                && !hostsBefore(before).contains(host);
    }

    /** Where the consumer's guest is placed after the command, as far as it is known by now. */
    Optional<GuestPlacement> of(ConsumerId consumer) {
        return Optional.ofNullable(placements.get(consumer));
    }

    /** The cells of the host on which the consumer's guest is placed. */
    ImmutableSortedSet<Integer> cellsOf(ConsumerId consumer, ProviderId host) {
        return of(consumer)
                .filter(placement -> placement.host().equals(host))
                .map(placement -> placement.cells().stream()
                        .map(PlacedCell::hostCell)
                        .collect(ImmutableSortedSet.toImmutableSortedSet(Integer::compare)))
                .orElse(ImmutableSortedSet.of());
    }

    /** The cells of the host with all guests that are placed on them. */
    NumaInventory on(ProviderId host) {
        return cells.computeIfAbsent(host, this::withOthers);
    }

    private NumaInventory withOthers(ProviderId host) {
        NumaInventory inventory = HostCells.of(view, host, guest -> !claiming.contains(guest));
        for (Map.Entry<ConsumerId, GuestPlacement> placed : placements.entrySet()) {
            if (placed.getValue().host().equals(host)) {
                inventory = inventory.holding(placed.getValue().cells());
            }
        }
        return inventory;
    }

    /** The consumer's guest is placed there now. */
    void take(ConsumerId consumer, GuestPlacement placement, NumaInventory after) {
        placements.put(consumer, placement);
        cells.put(placement.host(), after);
    }
}
