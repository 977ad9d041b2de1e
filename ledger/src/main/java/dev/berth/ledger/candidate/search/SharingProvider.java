package dev.berth.ledger.candidate.search;

import dev.berth.events.model.ProviderId;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.forest.TreeBlock;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A provider that shares what it has (trait MISC_SHARES_VIA_AGGREGATE) with every tree that has some provider in one of
 * its aggregates.
 *
 * @param needs the needs of a plan that it meets in trees that it is not in, by index
 */
public record SharingProvider(Tree tree, int member, BitSet needs) {
    /**
     * The providers of a region that share and meet any need, in order. What is in the tree of a drained host is shared
     * with no other tree.
     */
    public static List<SharingProvider> of(RegionView view, Plan plan) {
        return of(trees(view), plan);
    }

    /** The same; what it costs to look at all members of trees that share is added to the steps. */
    public static List<SharingProvider> of(RegionView view, Plan plan, StepCounter steps) {
        List<Tree> trees = trees(view);
        trees.forEach(tree -> steps.add(tree.size()));
        return of(trees, plan);
    }

    /** The providers of these trees that share and meet any need, in order. */
    public static List<SharingProvider> of(List<Tree> trees, Plan plan) {
        List<SharingProvider> sharing = all(trees, plan);
        sharing.removeIf(provider -> provider.needs.isEmpty());
        return sharing;
    }

    /** The providers of a region that share, in order, those too that meet no need now. */
    static List<SharingProvider> all(RegionView view, Plan plan) {
        return all(trees(view), plan);
    }

    private static List<Tree> trees(RegionView view) {
        List<Tree> trees = view.forest().sharing();
        if (view.hasDrains()) {
            trees.removeIf(tree -> view.drain(tree.root()).isPresent());
        }
        return trees;
    }

    private static List<SharingProvider> all(List<Tree> trees, Plan plan) {
        List<SharingProvider> sharing = new ArrayList<>();
        for (Tree tree : trees) {
            for (int member = 0; member < tree.size(); member++) {
                if (Forest.shares(tree, member)) {
                    sharing.add(new SharingProvider(tree, member, new BitSet()).in(tree, plan));
                }
            }
        }
        return sharing;
    }

    /** The same provider once its tree has another in its place. */
    public SharingProvider in(Tree now, Plan plan) {
        BitSet met = new BitSet();
        for (Need need : plan.needs()) {
            met.set(need.index(), need.isMetFromOutsideBy(now, member));
        }
        return new SharingProvider(now, member, met);
    }

    boolean meets(Need need) {
        return needs.get(need.index());
    }

    /** For each of some providers, the trees of a block with which it shares. */
    public static long[] reach(List<SharingProvider> sharing, TreeBlock block) {
        long[] reach = new long[sharing.size()];
        for (int at = 0; at < reach.length; at++) {
            SharingProvider provider = sharing.get(at);
            reach[at] = block.inAnyAggregate(provider.tree.aggregateNumbers(provider.member));
        }
        return reach;
    }

    /** Those of some providers that share with the tree at a bit of the block for which their reach was asked. */
    public static List<SharingProvider> reaching(List<SharingProvider> sharing, long[] reach, int bit) {
        if (reach.length == 0) {
            return sharing;
        }
        List<SharingProvider> reaching = new ArrayList<>();
        for (int at = 0; at < reach.length; at++) {
            if ((reach[at] >>> bit & 1) != 0) {
                reaching.add(sharing.get(at));
            }
        }
        return reaching;
    }

    /** Those of some providers that share with the tree of a forest that has this root. */
    public static List<SharingProvider> reaching(List<SharingProvider> sharing, Forest forest, ProviderId root) {
        if (sharing.isEmpty()) {
            return sharing;
        }
        TreeBlock block = forest.block(forest.blockOf(root));
        return reaching(sharing, reach(sharing, block), Long.numberOfTrailingZeros(block.bit(root)));
    }
}
