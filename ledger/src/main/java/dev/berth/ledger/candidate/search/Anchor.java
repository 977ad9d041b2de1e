package dev.berth.ledger.candidate.search;

import com.google.common.collect.ImmutableList;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.forest.TreeBlock;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;

/**
 * A tree that may have candidates, with the providers of other trees that share with it, in order.
 *
 * @param outside those that meet some need of the plan from outside, or could if more of them were free
 */
public record Anchor(Tree tree, ImmutableList<SharingProvider> outside) {
    /**
     * The trees of a view that might have a candidate now, in order of their roots; no tree that has one is left out,
     * unless the steps are spent.
     */
    public static List<Anchor> possible(RegionView view, Plan plan, StepCounter steps) {
        return of(view, plan, steps, true);
    }

    /**
     * All trees of a view that are not drained, in order of their roots, with all that shares with them, unless the
     * steps are spent.
     */
    public static List<Anchor> all(RegionView view, Plan plan, StepCounter steps) {
        return of(view, plan, steps, false);
    }

    private static List<Anchor> of(RegionView view, Plan plan, StepCounter steps, boolean isFiltered) {
        List<SharingProvider> sharing = isFiltered ? SharingProvider.of(view, plan) : SharingProvider.all(view, plan);
        List<Anchor> anchors = new ArrayList<>();
        for (int at = 0; at < view.forest().blocks() && !steps.isSpent(); at++) {
            TreeBlock block = view.forest().block(at);
            long[] reach = SharingProvider.reach(sharing, block);
            steps.add(1 + reach.length);
            long trees = isFiltered ? plan.filter(block, sharing, reach, steps) : block.all();
            for (; trees != 0; trees &= trees - 1) {
                int bit = Long.numberOfTrailingZeros(trees);
                Tree tree = block.tree(bit);
                if (!view.hasDrains() || view.drain(tree.root()).isEmpty()) {
                    anchors.add(new Anchor(tree, outside(tree, SharingProvider.reaching(sharing, reach, bit))));
                }
            }
        }
        return anchors;
    }

    private static ImmutableList<SharingProvider> outside(Tree tree, List<SharingProvider> reaching) {
        if (reaching.isEmpty()) {
            return ImmutableList.of();
        }
        return reaching.stream().filter(provider -> provider.tree() != tree).collect(ImmutableList.toImmutableList());
    }

    /**
     * The tree of a view with this root and what shares with it there.
     *
     * @param sharing all that shares in the view; not looked at if nothing shared with the tree before
     */
    public Anchor in(RegionView view, List<SharingProvider> sharing) {
        Tree now = view.forest().tree(tree.root()).orElseThrow();
        if (outside.isEmpty()) {
            return new Anchor(now, outside);
        }
        return new Anchor(now, outside(now, SharingProvider.reaching(sharing, view.forest(), tree.root())));
    }
}
