package dev.berth.ledger.candidate.capacity;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.candidate.capacity.CapacityCount.Counted;
import dev.berth.ledger.candidate.capacity.CapacityReport.By;
import dev.berth.ledger.candidate.capacity.CapacityReport.HostCapacity;
import dev.berth.ledger.candidate.capacity.CapacityReport.Shortage;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.search.Anchor;
import dev.berth.ledger.candidate.search.Plan;
import dev.berth.ledger.candidate.search.StepCounter;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Makes one {@link CapacityReport}. Not thread-safe. */
final class CapacityReporter {
    private static final Comparator<ImmutableList<String>> FEW_FIRST = Comparator.<ImmutableList<String>>comparingInt(
                    ImmutableList::size)
            .thenComparing(names -> names.toString());

    private final RegionView view;
    private final CandidateRequest request;
    private final CapacityCount count;

    /** For all but the total. */
    private final StepCounter steps;

    /** What each host lacks after all claims. */
    private final TreeMap<ProviderId, ImmutableList<String>> lacks = new TreeMap<>();

    private final TreeMap<ImmutableList<String>, Long> shortages = new TreeMap<>(FEW_FIRST);
    private long never;

    /** @param check called now and then; what it throws ends the count */
    CapacityReporter(RegionView view, CandidateRequest request, long stepsMax, Runnable check) {
        this.view = view;
        this.request = request;
        this.count = CapacityCount.of(view, request, new StepCounter(stepsMax, check));
        this.steps = new StepCounter(stepsMax, check);
    }

    CapacityReport report(Set<By> by) {
        Optional<Plan> plan = Plan.of(count.after(), request);
        if (plan.isEmpty()) {
            return CapacityReport.NONE;
        }
        if (!count.isCut()) {
            findShortages(plan.get());
        }
        // If it is cut there may be candidates left, so nothing is known of what would be the next to lack.
        ImmutableList<Reduction> reductions =
                count.isCut() ? ImmutableList.of() : new Reductions(count.after(), request, steps).find();
        List<Counted> counted = by.isEmpty() ? List.of() : counted();
        CapacityGroups groups = new CapacityGroups(view, count, counted, steps);
        return new CapacityReport(
                count.total(),
                count.isCut(),
                !count.sharing().isEmpty(),
                by.contains(By.HOST) ? hosts(counted) : ImmutableList.of(),
                by.contains(By.AGGREGATE) ? groups.aggregates() : ImmutableList.of(),
                by.contains(By.TRAIT) ? groups.traits() : ImmutableList.of(),
                sorted(),
                never,
                reductions,
                steps.isSpent());
    }

    private void findShortages(Plan plan) {
        Shortages lacking = new Shortages(count.after(), request, steps);
        for (Anchor anchor : Anchor.all(count.after(), plan, steps)) {
            if (steps.isSpent()) {
                return;
            }
            Optional<ImmutableList<String>> lack = lacking.of(anchor);
            if (lack.isPresent()) {
                lacks.put(anchor.tree().root(), lack.get());
                shortages.merge(lack.get(), 1L, Long::sum);
            } else {
                never += steps.isSpent() ? 0 : 1;
            }
        }
    }

    private ImmutableList<Shortage> sorted() {
        List<Shortage> all = new ArrayList<>();
        shortages.forEach((of, hosts) -> all.add(new Shortage(of, hosts)));
        all.sort(Comparator.comparingLong(Shortage::hosts).reversed());
        return ImmutableList.copyOf(all);
    }

    /** The trees on which the request fits, each if nothing is claimed anywhere else. */
    private List<Counted> counted() {
        List<Counted> counted = new ArrayList<>();
        for (Counted one : count.independent()) {
            if (one.count() > 0) {
                counted.add(one);
            }
        }
        for (Anchor anchor : count.sharing()) {
            if (steps.isSpent()) {
                return counted;
            }
            long alone = count.filling(steps).fill(List.of(anchor));
            if (alone > 0) {
                counted.add(new Counted(anchor, alone));
            }
        }
        return counted;
    }

    /** Those on which it fits, and those that have no room for it now. */
    private ImmutableList<HostCapacity> hosts(List<Counted> counted) {
        TreeMap<ProviderId, Long> counts = new TreeMap<>();
        lacks.keySet().forEach(full -> counts.put(full, 0L));
        counted.forEach(one -> counts.put(one.anchor().tree().root(), one.count()));
        List<HostCapacity> hosts = new ArrayList<>();
        counts.forEach((root, fitting) -> hosts.add(new HostCapacity(
                root,
                view.provider(root).orElseThrow().name(),
                fitting,
                lacks.getOrDefault(root, ImmutableList.of()))));
        hosts.sort(Comparator.comparingLong(HostCapacity::count).reversed().thenComparing(HostCapacity::root));
        return ImmutableList.copyOf(hosts);
    }
}
