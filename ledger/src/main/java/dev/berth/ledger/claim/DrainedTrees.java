package dev.berth.ledger.claim;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.CellClaim;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.DevicesClaimed;
import dev.berth.events.event.DevicesFreed;
import dev.berth.events.event.Event;
import dev.berth.events.model.Allocation;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Drain;
import dev.berth.events.model.GuestPlacement;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.Stock;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which consumers of one command may claim in the trees of drained hosts: those who hold something there, as much
 * as they like; and newcomers, if they take over what others of the same command let go of there, which is how nova
 * moves the allocations of a server to its migration and back. Used by one thread for one decision.
 */
public final class DrainedTrees {
    private final LedgerView view;
    private final List<ConsumerClaim> claims;

    /** What is released, by stock, less what was taken over since. */
    private final TreeMap<Stock, Long> left = new TreeMap<>();

    /** How many guests leave the cells of a host, less those that take their place. */
    private final TreeMap<ProviderId, Integer> leaving = new TreeMap<>();

    /** For each consumer the drained roots in whose trees it holds something. */
    private final TreeMap<ConsumerId, ImmutableSortedSet<ProviderId>> known = new TreeMap<>();

    public DrainedTrees(LedgerView view, List<ConsumerClaim> claims) {
        this.view = view;
        this.claims = claims;
    }

    /** The first claim of amounts, devices or cells in a drained tree that its consumer may not make. */
    public Optional<Refusal> newcomer() {
        if (!view.hasDrains()) {
            return Optional.empty();
        }
        claims.forEach(this::letGo);
        for (ConsumerClaim claim : claims) {
            Optional<Refusal> refusal =
                    ofAmounts(claim).or(() -> ofDevices(claim)).or(() -> ofCells(claim));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private void letGo(ConsumerClaim claim) {
        Optional<Consumer> consumer = view.consumer(claim.consumer());
        Allocations held = consumer.map(Consumer::allocations).orElse(Allocations.NONE);
        for (Allocation allocation : held) {
            long rest =
                    allocation.amount() - claim.allocations().amount(allocation.provider(), allocation.resourceClass());
            if (rest > 0 && drainedRoot(allocation.provider()).isPresent()) {
                left.merge(Stock.of(allocation), rest, Long::sum);
            }
        }
        Optional<ProviderId> former = consumer.flatMap(Consumer::placement)
                .map(GuestPlacement::host)
                .filter(host -> claim.allocations().isEmpty()
                        || claim.cells()
                                .map(CellClaim::host)
                                .filter(to -> !to.equals(host))
                                .isPresent());
        former.ifPresent(host -> leaving.merge(host, 1, Integer::sum));
    }

    private Optional<Refusal> ofAmounts(ConsumerClaim claim) {
        for (Allocation allocation : claim.allocations()) {
            Optional<ProviderId> root = entered(claim.consumer(), allocation.provider());
            if (root.isPresent()) {
                Stock stock = Stock.of(allocation);
                long rest = left.getOrDefault(stock, 0L) - allocation.amount();
                if (rest < 0) {
                    return Optional.of(refusal(claim.consumer(), root.get()));
                }
                left.put(stock, rest);
            }
        }
        return Optional.empty();
    }

    /** Nobody gets devices where nobody releases any; how many is checked once they are chosen. */
    private Optional<Refusal> ofDevices(ConsumerClaim claim) {
        return claim.devices()
                .filter(devices -> !devices.requests().isEmpty())
                .map(DeviceClaim::host)
                .flatMap(host -> entered(claim.consumer(), host))
                .filter(root -> claims.stream()
                        .noneMatch(other -> heldIn(other.consumer()).contains(root)))
                .map(root -> refusal(claim.consumer(), root));
    }

    private Optional<Refusal> ofCells(ConsumerClaim claim) {
        Optional<ProviderId> host =
                claim.cells().filter(cells -> !cells.cells().isEmpty()).map(CellClaim::host);
        Optional<ProviderId> root = host.flatMap(at -> entered(claim.consumer(), at));
        return root.isPresent() && leaving.merge(host.orElseThrow(), -1, Integer::sum) < 0
                ? Optional.of(refusal(claim.consumer(), root.get()))
                : Optional.empty();
    }

    /**
     * The newcomer that gets more devices of a drained host than were let go of there, if one does.
     *
     * @param freed the devices that the command's consumers let go of
     * @param taken the devices that they get
     */
    public Optional<Refusal> newcomer(Iterable<Event> freed, Iterable<Event> taken) {
        if (!view.hasDrains()) {
            return Optional.empty();
        }
        TreeMap<ProviderId, Integer> free = new TreeMap<>();
        for (Event event : freed) {
            DevicesFreed devices = (DevicesFreed) event;
            free.merge(devices.host(), devices.addresses().size(), Integer::sum);
        }
        for (Event event : taken) {
            DevicesClaimed devices = (DevicesClaimed) event;
            Optional<ProviderId> root = entered(devices.consumer(), devices.host());
            if (root.isPresent()
                    && free.merge(devices.host(), -devices.devices().size(), Integer::sum) < 0) {
                return Optional.of(refusal(devices.consumer(), root.get()));
            }
        }
        return Optional.empty();
    }

    private Refusal refusal(ConsumerId consumer, ProviderId root) {
        return Refusal.of(
                Rejection.HOST_DRAINED,
                consumer,
                root,
                view.drain(root).map(Drain::reason).orElseThrow());
    }

    /** The drained root in whose tree the provider stands, if the consumer holds nothing there. */
    private Optional<ProviderId> entered(ConsumerId consumer, ProviderId provider) {
        return drainedRoot(provider).filter(root -> !heldIn(consumer).contains(root));
    }

    private Optional<ProviderId> drainedRoot(ProviderId provider) {
        return view.provider(provider)
                .map(Provider::root)
                .filter(root -> view.drain(root).isPresent());
    }

    private ImmutableSortedSet<ProviderId> heldIn(ConsumerId id) {
        return known.computeIfAbsent(id, this::drainedRootsOf);
    }

    private ImmutableSortedSet<ProviderId> drainedRootsOf(ConsumerId id) {
        TreeSet<ProviderId> roots = new TreeSet<>();
        view.consumer(id).ifPresent(consumer -> {
            consumer.allocations()
                    .forEach((provider, amounts) -> drainedRoot(provider).ifPresent(roots::add));
            consumer.placement()
                    .map(GuestPlacement::host)
                    .flatMap(this::drainedRoot)
                    .ifPresent(roots::add);
        });
        view.devices().hostsOf(id).forEach(host -> drainedRoot(host).ifPresent(roots::add));
        return ImmutableSortedSet.copyOfSorted(roots);
    }
}
