package dev.berth.ledger.candidate.capacity;

import com.google.common.collect.ImmutableList;
import com.google.common.math.LongMath;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.candidate.search.Anchor;
import dev.berth.ledger.candidate.search.FirstCandidate;
import dev.berth.ledger.candidate.search.FirstCandidate.Repeated;
import dev.berth.ledger.candidate.search.FirstCandidate.Taking;
import dev.berth.ledger.candidate.search.Plan;
import dev.berth.ledger.candidate.search.SharingProvider;
import dev.berth.ledger.candidate.search.StepCounter;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fills trees where amounts alone decide: a candidate that is the first is claimed as often as it stays the first, in
 * one step. A tree that has no candidate never has one again, for claims only make less free; so one tree after the
 * other is filled, and the result is the same as if each claim began at the first tree.
 */
final class AmountFilling implements Filling {
    private final RegionView before;
    private final Plan plan;
    private final StepCounter steps;
    private final FirstCandidate first;

    /** The trees that have changed, by root; those that others share in are looked up. */
    private final Map<ProviderId, Tree> changed = new LinkedHashMap<>();

    AmountFilling(RegionView view, Plan plan, StepCounter steps) {
        this.before = view;
        this.plan = plan;
        this.steps = steps;
        this.first = new FirstCandidate(plan, steps);
    }

    @Override
    public long fill(List<Anchor> anchors) {
        long granted = 0;
        for (Anchor anchor : anchors) {
            if (steps.isSpent()) {
                return granted;
            }
            granted = LongMath.saturatedAdd(granted, fill(anchor));
        }
        return granted;
    }

    private long fill(Anchor anchor) {
        long granted = 0;
        Optional<Repeated> next = next(anchor);
        while (next.isPresent()) {
            granted = LongMath.saturatedAdd(granted, next.get().times());
            take(next.get());
            next = next(anchor);
        }
        return granted;
    }

    private Optional<Repeated> next(Anchor anchor) {
        return first.in(now(anchor.tree()), outside(anchor));
    }

    private Tree now(Tree tree) {
        return changed.getOrDefault(tree.root(), tree);
    }

    /** What shares with the tree, as it is now. */
    private List<SharingProvider> outside(Anchor anchor) {
        if (anchor.outside().isEmpty()) {
            return anchor.outside();
        }
        ImmutableList.Builder<SharingProvider> outside = ImmutableList.builder();
        for (SharingProvider provider : anchor.outside()) {
            Tree tree = now(provider.tree());
            outside.add(tree == provider.tree() ? provider : provider.in(tree, plan));
        }
        return outside.build();
    }

    private void take(Repeated candidate) {
        Map<Tree, Integer> counts = new HashMap<>();
        candidate.takings().forEach(taking -> counts.merge(taking.tree(), 1, Integer::sum));
        // Each tree is changed once and by itself, so the order of the map does not matter.
        counts.forEach((tree, count) -> {
            int[] rows = new int[count];
            long[] amounts = new long[count];
            int at = 0;
            for (Taking taking : candidate.takings()) {
                if (taking.tree() == tree) {
                    rows[at] = taking.row();
                    amounts[at++] = candidate.times() * taking.amount();
                }
            }
            changed.put(tree.root(), tree.less(rows, amounts));
        });
    }

    @Override
    public RegionView view() {
        return before.withForest(before.forest().withTrees(changed.values()));
    }
}
