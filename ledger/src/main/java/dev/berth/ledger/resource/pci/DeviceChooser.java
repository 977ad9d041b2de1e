package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.Pools.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Chooses concrete devices for the requests of one claim: in order, from the best rank of pools, lowest address first.
 * Choosing a device takes its relatives out of reach of what comes after, within the same request too.
 *
 * <p>Where the first choice leads to a dead end, others of the same rank are tried (a PF without children instead of
 * one whose VF is wanted next), up to a fixed number of steps: so a claim may succeed where plain service in order
 * would not, never the other way round, and the outcome is a function of table and requests alone.
 */
final class DeviceChooser {
    /**
     * Picks tried before giving up: many more than claims that can be served need, and few enough to be decided at
     * once.
     */
    private static final int STEPS_MAX = 1_000;

    private final ConsumerId consumer;
    private final ImmutableList<PciRequest> requests;
    private final Affinity affinity;
    private final Map<String, List<PciAddress>> chosen = new TreeMap<>();
    private int steps;

    private DeviceChooser(ConsumerId consumer, ImmutableList<PciRequest> requests, Affinity affinity) {
        this.consumer = consumer;
        this.requests = requests;
        this.affinity = affinity;
    }

    static DeviceChoice choose(
            DeviceTable table,
            ConsumerId consumer,
            ImmutableList<PciRequest> requests,
            Affinity affinity,
            UnitLimits limits) {
        Set<String> ids = new TreeSet<>();
        List<PciRequest> open = new ArrayList<>();
        Map<String, List<PciAddress>> held = held(table, consumer);
        boolean isRepeated = requests.stream().anyMatch(request -> held.containsKey(request.id()));
        for (PciRequest request : requests) {
            if (!ids.add(request.id())) {
                return new DeviceChoice.Unavailable("request " + request.id() + " is given twice in the claim");
            }
            int count = held.getOrDefault(request.id(), List.of()).size();
            // A request for no devices leaves no trace; in a repeated claim it was served with the others.
            if (count == 0 && !(isRepeated && request.count() == 0)) {
                open.add(request);
            } else if (count != request.count()) {
                return new DeviceChoice.Unavailable("request " + request.id() + " wants " + request.count()
                        + " devices but holds " + count + " already");
            }
        }
        if (!table.pools().supports(open, affinity, limits)) {
            return new DeviceChoice.Unavailable(
                    table.pools().supports(open, affinity)
                            ? "the free devices support the requests, but the inventories of their providers do not"
                                    + " give so many: look at what is reserved, and at max_unit"
                            : "the free devices do not support the requests");
        }
        DeviceChooser chooser = new DeviceChooser(consumer, ImmutableList.copyOf(open), affinity);
        Optional<DeviceTable> after = chooser.serve(0, table, limits);
        if (after.isEmpty()) {
            return new DeviceChoice.Unavailable("no devices can be had together that serve all requests");
        }
        ImmutableSortedMap.Builder<String, ImmutableSortedSet<PciAddress>> addresses =
                ImmutableSortedMap.naturalOrder();
        for (PciRequest request : requests) {
            List<PciAddress> of = chooser.chosen.getOrDefault(request.id(), held.getOrDefault(request.id(), List.of()));
            addresses.put(request.id(), ImmutableSortedSet.copyOf(of));
        }
        return new DeviceChoice.Chosen(after.get(), addresses.build());
    }

    private static Map<String, List<PciAddress>> held(DeviceTable table, ConsumerId consumer) {
        Map<String, List<PciAddress>> held = new TreeMap<>();
        for (TrackedDevice device : table.devicesOf(consumer)) {
            device.requestId()
                    .ifPresent(id ->
                            held.computeIfAbsent(id, key -> new ArrayList<>()).add(device.address()));
        }
        return held;
    }

    /** Devices between which no later request can tell a difference share their {@code kin}. */
    private record Candidate(PciAddress address, PoolFilter.Ranked pool, Optional<ProviderId> provider, Kin kin) {}

    /**
     * @param family the parent that the device takes with it, or itself if it takes children; empty if it stands alone
     */
    private record Kin(Group group, Optional<PciAddress> family) implements Comparable<Kin> {
        private static final long ALONE = -1;

        @Override
        public int compareTo(Kin other) {
            int byGroup = group.compareTo(other.group);
            return byGroup != 0 ? byGroup : Long.compare(familyNumber(), other.familyNumber());
        }

        private long familyNumber() {
            return family.map(PciAddress::toLong).orElse(ALONE);
        }
    }

    private Optional<DeviceTable> serve(int index, DeviceTable table, UnitLimits limits) {
        if (index == requests.size()) {
            return Optional.of(table);
        }
        PciRequest request = requests.get(index);
        FreeDevices free = table.free();
        Optional<ImmutableList<PoolFilter.Ranked>> serving =
                PoolFilter.serving(free.pools().rows(), request, affinity, limits);
        if (serving.isEmpty()) {
            return Optional.empty();
        }
        List<Candidate> candidates = new ArrayList<>();
        for (PoolFilter.Ranked ranked : serving.get()) {
            Group group = new Group(ranked.pool().key(), ranked.pool().provider());
            for (TrackedDevice device : free.byGroup().get(group)) {
                candidates.add(new Candidate(
                        device.address(), ranked, group.provider(), new Kin(group, family(table, device))));
            }
        }
        chosen.put(request.id(), new ArrayList<>());
        return pick(index, table, candidates, 0, candidates.size(), Quota.of(request), limits);
    }

    /**
     * Picks the rest of one request from the candidates between {@code from} and {@code to}, then serves the requests
     * after it. Passing over a device that could be had gives up all lower ranks, so better ranks are always used up
     * first.
     */
    private Optional<DeviceTable> pick(
            int index,
            DeviceTable table,
            List<Candidate> candidates,
            int from,
            int to,
            Quota quota,
            UnitLimits limits) {
        if (quota.total() == 0) {
            return serve(index + 1, table, limits);
        }
        String requestId = requests.get(index).id();
        Set<Kin> passedOver = new TreeSet<>();
        int end = to;
        for (int i = from; i < end; i++) {
            Candidate candidate = candidates.get(i);
            if (quota.left(candidate.provider()) == 0
                    || limits.left(candidate.provider()) == 0
                    || passedOver.contains(candidate.kin())) {
                continue;
            }
            if (steps++ >= STEPS_MAX) {
                return Optional.empty();
            }
            DeviceOutcome outcome = table.claim(candidate.address(), consumer, requestId);
            if (!outcome.isChanged()) {
                continue;
            }
            List<PciAddress> picked = chosen.get(requestId);
            picked.add(candidate.address());
            Optional<DeviceTable> after = pick(
                    index,
                    outcome.orElseThrow(),
                    candidates,
                    i + 1,
                    end,
                    quota.minus(candidate.provider(), 1),
                    limits.minus(candidate.provider(), 1));
            if (after.isPresent()) {
                return after;
            }
            picked.remove(picked.size() - 1);
            passedOver.add(candidate.kin());
            end = endOfRank(candidates, i, end);
        }
        return Optional.empty();
    }

    private static int endOfRank(List<Candidate> candidates, int from, int to) {
        int end = from;
        while (end < to
                && candidates.get(end).pool().compareRank(candidates.get(from).pool()) == 0) {
            end++;
        }
        return end;
    }

    private static Optional<PciAddress> family(DeviceTable table, TrackedDevice device) {
        if (!table.childrenOf(device.address()).isEmpty()) {
            return Optional.of(device.address());
        }
        return device.device().parent().filter(parent -> table.get(parent).isPresent());
    }
}
