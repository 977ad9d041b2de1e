package dev.berth.ledger.candidate;

import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Stand;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A provider that shares what it has (trait MISC_SHARES_VIA_AGGREGATE) with every tree that has some provider in one of
 * its aggregates, and the needs of a request that it meets.
 */
record SharingProvider(Tree tree, int member, BitSet needs) {
    /**
     * The providers of a region that share and meet any of the needs, in order. What stands in the tree of a drained
     * host is shared with nobody who is not there.
     */
    static List<SharingProvider> of(RegionView view, Plan plan) {
        List<Tree> trees = view.forest().sharing();
        return of(
                view.hasDrains()
                        ? trees.stream()
                                .filter(tree -> view.drain(tree.root()).isEmpty())
                                .toList()
                        : trees,
                plan);
    }

    /** Those of the trees' providers that share and meet any of the needs, in order. */
    static List<SharingProvider> of(List<Tree> trees, Plan plan) {
        List<SharingProvider> sharing = new ArrayList<>();
        for (Tree tree : trees) {
            for (int member = 0; member < tree.size(); member++) {
                if (Forest.shares(tree, member)) {
                    BitSet met = new BitSet();
                    for (Need need : plan.needs()) {
                        met.set(need.index(), need.isMetFromOutsideBy(tree, member));
                    }
                    if (!met.isEmpty()) {
                        sharing.add(new SharingProvider(tree, member, met));
                    }
                }
            }
        }
        return sharing;
    }

    boolean meets(Need need) {
        return needs.get(need.index());
    }

    /** For each of them the trees with which it shares. */
    static long[] reach(List<SharingProvider> sharing, Stand stand) {
        long[] reach = new long[sharing.size()];
        for (int at = 0; at < reach.length; at++) {
            reach[at] = sharing.get(at).reach(stand);
        }
        return reach;
    }

    /** Those of them that share with the tree at a bit. */
    static List<SharingProvider> reaching(List<SharingProvider> sharing, long[] reach, int bit) {
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

    /** The trees with which it shares, its own among them if it is in an aggregate. */
    private long reach(Stand stand) {
        long word = 0;
        for (int aggregate : tree.aggregateNumbers(member)) {
            word |= stand.inAggregate(aggregate);
        }
        return word;
    }
}
