package dev.berth.ledger.claim;

import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.model.Allocation;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.state.DeviceTables;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.Stock;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which claims of one command take over devices that their consumers let go of, and that nobody could have anew. Each
 * claim is looked at until its consumer holds all that it may; from then on it never holds less, for what a claim lets
 * go of is what it does not state. Used by one thread for one decision.
 */
final class Heirs {
    private final LedgerView view;
    private final List<ConsumerClaim> claims;

    /** The claims that may still take one, in the order of the command. Null until somebody asks: few commands do. */
    private TreeMap<Share, List<ConsumerClaim>> waiting;

    /** How many devices of each stock a consumer holds on a host; of those that were looked at. */
    private final TreeMap<Held, TreeMap<Stock, Long>> held = new TreeMap<>();

    /** What consumers of one project may have of each other. */
    private record Share(Stock stock, String projectId) implements Comparable<Share> {
        @Override
        public int compareTo(Share other) {
            int byStock = stock.compareTo(other.stock);
            return byStock != 0 ? byStock : projectId.compareTo(other.projectId);
        }
    }

    private record Held(ConsumerId consumer, ProviderId host) implements Comparable<Held> {
        @Override
        public int compareTo(Held other) {
            int byConsumer = consumer.compareTo(other.consumer);
            return byConsumer != 0 ? byConsumer : host.compareTo(other.host);
        }
    }

    Heirs(LedgerView view, List<ConsumerClaim> claims) {
        this.view = view;
        this.claims = claims;
    }

    /**
     * Which consumer of the command takes over a departed or changed device once it is released: only while somebody
     * holds it is it still what the claims speak of. A guest that moves between two consumers keeps it like any other.
     *
     * @param tables the devices as they are by now
     */
    Optional<ConsumerId> of(DeviceTables tables, ConsumerId holder, ProviderId host, TrackedDevice device) {
        Optional<Stock> stock = Stock.of(device);
        Optional<String> project = view.consumer(holder).map(Consumer::projectId);
        if (!device.departing() && device.pending().isEmpty() || stock.isEmpty() || project.isEmpty()) {
            return Optional.empty();
        }
        Iterator<ConsumerClaim> next = waiting()
                .getOrDefault(new Share(stock.get(), project.get()), List.of())
                .iterator();
        while (next.hasNext()) {
            ConsumerClaim claim = next.next();
            if (!claim.consumer().equals(holder)) {
                TreeMap<Stock, Long> ofClaim =
                        held.computeIfAbsent(new Held(claim.consumer(), host), by -> counted(tables, by));
                if (ofClaim.getOrDefault(stock.get(), 0L)
                        < claim.allocations()
                                .amount(stock.get().provider(), stock.get().resourceClass())) {
                    ofClaim.merge(stock.get(), 1L, Long::sum);
                    return Optional.of(claim.consumer());
                }
                next.remove();
            }
        }
        return Optional.empty();
    }

    private TreeMap<Share, List<ConsumerClaim>> waiting() {
        if (waiting == null) {
            waiting = new TreeMap<>();
            for (ConsumerClaim claim : claims) {
                // Who asks for devices by requests is given those that serve them.
                for (Allocation allocation : claim.devices().isEmpty() ? claim.allocations() : List.<Allocation>of()) {
                    Share share = new Share(Stock.of(allocation), claim.projectId());
                    waiting.computeIfAbsent(share, none -> new LinkedList<>()).add(claim);
                }
            }
        }
        return waiting;
    }

    private static TreeMap<Stock, Long> counted(DeviceTables tables, Held by) {
        TreeMap<Stock, Long> counts = new TreeMap<>();
        for (TrackedDevice device : tables.heldBy(by.consumer(), by.host())) {
            Stock.of(device).ifPresent(stock -> counts.merge(stock, 1L, Long::sum));
        }
        return counts;
    }
}
