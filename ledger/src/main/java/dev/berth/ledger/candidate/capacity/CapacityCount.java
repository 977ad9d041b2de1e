package dev.berth.ledger.candidate.capacity;

import com.google.common.collect.ImmutableList;
import com.google.common.math.LongMath;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.search.Anchor;
import dev.berth.ledger.candidate.search.Plan;
import dev.berth.ledger.candidate.search.SharingProvider;
import dev.berth.ledger.candidate.search.StepCounter;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How many more of a request fit in a view: the number of claims that the ledger would grant one after another, each of
 * the first candidate in the order of the API. It is the same on every machine, as it is bounded by steps and not by
 * time. Not thread-safe while it counts.
 *
 * <p>Trees that share nothing with others are counted each by itself. Those that do are filled together, in order.
 */
public final class CapacityCount {
    /**
     * How many steps one count may make. Partial candidates, members of trees and decisions are steps; what takes
     * longer counts as more of them. A report has the same number again for all but its total. In a large region this
     * may take a minute or more, so callers that wait for a count need a deadline of their own.
     */
    public static final long STEPS_MAX = 50_000_000;

    private final RegionView view;
    private final CandidateRequest request;
    private final StepCounter steps;
    private final Optional<Plan> plan;

    private final List<Counted> independent = new ArrayList<>();
    private List<Anchor> sharing = List.of();
    private RegionView after;
    private long total;
    private boolean isCut;

    /** A tree that shares nothing with others, and how often the request fits there. */
    record Counted(Anchor anchor, long count) {}

    private CapacityCount(RegionView view, CandidateRequest request, StepCounter steps) {
        if (request.groups().stream()
                .allMatch(group -> group.resources().isEmpty()
                        && group.devices().stream().allMatch(devices -> devices.count() == 0))) {
            throw new IllegalArgumentException("expected a request that takes something but got " + request);
        }
        this.view = view;
        this.request = request;
        this.steps = steps;
        this.plan = Plan.of(view, request);
        this.after = view;
    }

    /**
     * Counts.
     *
     * @param request its limit does not matter
     * @throws IllegalArgumentException for a request that takes nothing, of which any number fits
     */
    static CapacityCount of(RegionView view, CandidateRequest request, StepCounter steps) {
        CapacityCount count = new CapacityCount(view, request, steps);
        count.plan.ifPresent(plan -> count.run(plan, Optional.empty()));
        return count;
    }

    /** The number alone, by what is known of trees that are as they were; they are counted again if they are not. */
    public static CapacityTotal total(RegionView view, CandidateRequest request, long stepsMax, TreeCounts known) {
        CapacityCount count = new CapacityCount(view, request, new StepCounter(stepsMax));
        known.begin(view);
        count.plan.ifPresent(plan -> count.run(plan, Optional.of(known)));
        known.end();
        return new CapacityTotal(count.total, count.isCut);
    }

    private void run(Plan found, Optional<TreeCounts> known) {
        List<Anchor> anchors = Anchor.possible(view, found, steps);
        Set<ProviderId> lending = new TreeSet<>();
        for (Anchor anchor : anchors) {
            for (SharingProvider provider : anchor.outside()) {
                lending.add(provider.tree().root());
            }
        }
        Filling filling = filling(steps);
        ImmutableList.Builder<Anchor> others = ImmutableList.builder();
        for (Anchor anchor : anchors) {
            Tree tree = anchor.tree();
            if (!anchor.outside().isEmpty() || !lending.isEmpty() && lending.contains(tree.root())) {
                others.add(anchor);
            } else {
                long count = known.isPresent()
                        ? known.get().count(view, tree, steps, () -> filling.fill(List.of(anchor)))
                        : filling.fill(List.of(anchor));
                independent.add(new Counted(anchor, count));
                total = LongMath.saturatedAdd(total, count);
            }
        }
        sharing = others.build();
        if (!sharing.isEmpty() && request.shuffleSeed().isPresent()) {
            // The order of the trees is another for each claim, and where trees share it decides how many fit.
            ClaimFilling all = new ClaimFilling(view, request, steps);
            total = all.fillAll();
            after = all.view();
        } else {
            total = LongMath.saturatedAdd(total, filling.fill(sharing));
            after = known.isPresent() ? view : filling.view();
        }
        isCut = steps.isSpent() || total == Long.MAX_VALUE;
    }

    /** The region as it was before, to be filled in another way. */
    Filling filling(StepCounter counted) {
        boolean doDevicesDecide = plan.orElseThrow().asksForDevices()
                || !view.devices().isEmpty()
                        && request.groups().stream()
                                .flatMap(group -> group.resources().keySet().stream())
                                .anyMatch(view.devices()::areCountedAs);
        return doDevicesDecide
                ? new ClaimFilling(view, request, counted)
                : new AmountFilling(view, plan.orElseThrow(), counted);
    }

    long total() {
        return total;
    }

    /** Whether there may be more: the steps were spent before all was counted, or the number is too large. */
    boolean isCut() {
        return isCut;
    }

    /** The trees that share nothing with others. */
    List<Counted> independent() {
        return independent;
    }

    /** The trees that share with others, in order. */
    List<Anchor> sharing() {
        return sharing;
    }

    /** The region after all claims. */
    RegionView after() {
        return after;
    }
}
