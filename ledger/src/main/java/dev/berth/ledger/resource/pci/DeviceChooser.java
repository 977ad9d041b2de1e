package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Lists;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.FreeGroups.FreeGroup;
import dev.berth.ledger.resource.pci.FreeGroups.Kin;
import dev.berth.ledger.resource.pci.FreeGroups.Member;
import dev.berth.resource.StepBudget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
 * one whose VF is wanted next), up to a fixed number of other choices, and within the steps that all searches of a
 * decision have: so a claim may succeed where plain service in order would not, and the outcome is a function of what
 * is asked and what is there alone.
 */
final class DeviceChooser {
    /**
     * Picks instead of one that led nowhere, before giving up. Neither picks that last count, nor those on the way back
     * that have nothing else to try, nor devices that an earlier pick has excluded: a claim may ask for any number, of
     * cards of any size.
     */
    private static final int OTHER_PICKS_MAX = 1_000;

    /** What it counts for to ask a table for one device. */
    private static final int STEPS_A_DEVICE = 3;

    /** What it counts for to try one device. */
    private static final int STEPS_A_PICK = 20;

    /** What it counts for that a pick changes one device, the one picked or a relative of it. */
    private static final int STEPS_A_CHANGE = 100;

    private final ConsumerId consumer;
    private final ImmutableList<PciRequest> requests;
    private final Affinity affinity;
    private final FreeGroups free;
    private final StepBudget budget;
    private final Map<String, List<PciAddress>> chosen = new TreeMap<>();
    private final Deque<Pick> path = new ArrayDeque<>();
    private int otherPicks;
    private boolean isGivenUp;

    private DeviceChooser(
            ConsumerId consumer,
            ImmutableList<PciRequest> requests,
            Affinity affinity,
            FreeGroups free,
            StepBudget budget) {
        this.consumer = consumer;
        this.requests = requests;
        this.affinity = affinity;
        this.free = free;
        this.budget = budget;
    }

    static DeviceChoice choose(
            DeviceTable table,
            ConsumerId consumer,
            ImmutableList<PciRequest> requests,
            Affinity affinity,
            UnitLimits limits,
            StepBudget budget) {
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
        if (!table.pools().supports(open, affinity, limits, budget)) {
            boolean isLimited = table.pools().supports(open, affinity, UnitLimits.NONE, budget);
            return new DeviceChoice.Unavailable(
                    budget.isSpent()
                            ? givenUp(StepBudget.DECISION_STEPS + " steps")
                            : isLimited
                                    ? "the free devices support the requests, but the inventories of their providers"
                                            + " do not give so many: look at what is reserved, and at max_unit"
                                    : "the free devices do not support the requests");
        }
        DeviceChooser chooser =
                new DeviceChooser(consumer, ImmutableList.copyOf(open), affinity, new FreeGroups(table), budget);
        Optional<DeviceTable> after = chooser.search(table, limits);
        if (after.isEmpty()) {
            return new DeviceChoice.Unavailable(chooser.whyThereAreNone());
        }
        ImmutableSortedMap.Builder<String, ImmutableSortedSet<PciAddress>> addresses =
                ImmutableSortedMap.naturalOrder();
        for (PciRequest request : requests) {
            List<PciAddress> of = chooser.chosen.getOrDefault(request.id(), held.getOrDefault(request.id(), List.of()));
            addresses.put(request.id(), ImmutableSortedSet.copyOf(of));
        }
        return new DeviceChoice.Chosen(after.get(), addresses.build());
    }

    private String whyThereAreNone() {
        if (budget.isSpent()) {
            return givenUp(StepBudget.DECISION_STEPS + " steps");
        }
        return isGivenUp
                ? givenUp(OTHER_PICKS_MAX + " picks instead of others")
                : "no devices can be had together that serve all requests";
    }

    private static String givenUp(String after) {
        return "no devices were found together that serve all requests: the search was given up after " + after;
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

    private record Candidate(PciAddress address, PoolFilter.Ranked pool, Kin kin) {
        Optional<ProviderId> provider() {
            return pool.pool().provider();
        }
    }

    /**
     * One device that is to be picked from the candidates between {@code next} and {@code end}, with all that is to be
     * picked after it. Passing over a device that could be had gives up all lower ranks, so better ranks are always
     * used up first.
     */
    private final class Pick {
        private final int index;
        private final DeviceTable table;
        private final List<Candidate> candidates;
        private final Quota quota;
        private final UnitLimits limits;
        private final Set<Kin> passedOver = new TreeSet<>();
        private int next;
        private int end;

        Pick(
                int index,
                DeviceTable table,
                List<Candidate> candidates,
                int next,
                int end,
                Quota quota,
                UnitLimits limits) {
            this.index = index;
            this.table = table;
            this.candidates = candidates;
            this.next = next;
            this.end = end;
            this.quota = quota;
            this.limits = limits;
        }

        /** What is to be picked once the next candidate that can be had is; null if there is none, or none is tried. */
        Pick tryNext() {
            if (isGivenUp || budget.isSpent()) {
                return null;
            }
            for (; next < end; next++) {
                Candidate candidate = candidates.get(next);
                budget.take(1);
                if (quota.left(candidate.provider()) == 0
                        || limits.left(candidate.provider()) == 0
                        || passedOver.contains(candidate.kin())) {
                    continue;
                }
                isGivenUp |= otherPicks >= OTHER_PICKS_MAX;
                if (isGivenUp || !budget.take(STEPS_A_PICK)) {
                    return null;
                }
                DeviceOutcome outcome = table.claim(candidate.address(), consumer, requestId());
                if (outcome instanceof DeviceOutcome.Changed changed) {
                    budget.take((long) STEPS_A_CHANGE * changed.touched().size());
                    picked().add(candidate.address());
                    otherPicks += passedOver.isEmpty() ? 0 : 1;
                    next++;
                    return new Pick(
                            index,
                            changed.table(),
                            candidates,
                            next,
                            end,
                            quota.minus(candidate.provider(), 1),
                            limits.minus(candidate.provider(), 1));
                }
            }
            return null;
        }

        /** The device that was picked last leads nowhere. */
        void takeBack() {
            int last = next - 1;
            picked().remove(picked().size() - 1);
            passedOver.add(candidates.get(last).kin());
            end = endOfRank(candidates, last, end);
        }

        private String requestId() {
            return requests.get(index).id();
        }

        private List<PciAddress> picked() {
            return chosen.get(requestId());
        }
    }

    /** The table after all picks. They are kept in a path and not in calls, of which a stack holds too few. */
    private Optional<DeviceTable> search(DeviceTable table, UnitLimits limits) {
        Step step = serve(0, table, limits);
        while (true) {
            if (step.after().isPresent()) {
                return step.after();
            }
            if (step.pick().isPresent()) {
                path.push(step.pick().get());
            } else if (path.isEmpty()) {
                return Optional.empty();
            } else {
                path.peek().takeBack();
            }
            Pick further = path.peek().tryNext();
            while (further == null) {
                path.pop();
                if (path.isEmpty()) {
                    return Optional.empty();
                }
                path.peek().takeBack();
                further = path.peek().tryNext();
            }
            step = further.quota.total() == 0
                    ? serve(further.index + 1, further.table, further.limits)
                    : Step.of(further);
        }
    }

    /** Either what is to be picked next, or the table after the last pick; neither where no pick can follow. */
    private record Step(Optional<Pick> pick, Optional<DeviceTable> after) {
        static final Step NOWHERE = new Step(Optional.empty(), Optional.empty());

        static Step of(Pick pick) {
            return new Step(Optional.of(pick), Optional.empty());
        }
    }

    /** The first pick for the request, or for one after it where it asks for no devices. */
    private Step serve(int first, DeviceTable table, UnitLimits limits) {
        for (int index = first; index < requests.size(); index++) {
            PciRequest request = requests.get(index);
            if (!budget.take((long) STEPS_A_DEVICE * free.size())) {
                return Step.NOWHERE;
            }
            List<FreeGroup> left = free.in(table);
            Optional<ImmutableList<PoolFilter.Ranked>> serving =
                    PoolFilter.serving(Lists.transform(left, FreeGroup::pool), request, affinity, limits, budget);
            if (serving.isEmpty()) {
                return Step.NOWHERE;
            }
            chosen.put(request.id(), new ArrayList<>());
            if (request.count() > 0) {
                List<Candidate> candidates = candidates(left, serving.get());
                return Step.of(new Pick(index, table, candidates, 0, candidates.size(), Quota.of(request), limits));
            }
        }
        return new Step(Optional.empty(), Optional.of(table));
    }

    private static List<Candidate> candidates(List<FreeGroup> free, List<PoolFilter.Ranked> serving) {
        List<Candidate> candidates = new ArrayList<>();
        for (PoolFilter.Ranked ranked : serving) {
            for (Member member : free.get(ranked.row()).members()) {
                candidates.add(new Candidate(member.address(), ranked, member.kin()));
            }
        }
        return candidates;
    }

    private static int endOfRank(List<Candidate> candidates, int from, int to) {
        int end = from;
        while (end < to
                && candidates.get(end).pool().compareRank(candidates.get(from).pool()) == 0) {
            end++;
        }
        return end;
    }
}
