package dev.berth.ledger.candidate;

import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Stand;
import dev.berth.ledger.forest.Tree;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A provider that shares what it has (trait MISC_SHARES_VIA_AGGREGATE) with every tree that has some provider in one of its
 * aggregates, and the needs of a request that it meets.
 */
record SharingProvider(Tree tree, int member, BitSet needs) {
    /** Those that meet any of the needs, in order. */
    static List<SharingProvider> of(Forest forest, Plan plan) {
        List<SharingProvider> sharing = new ArrayList<>();
        for (Tree tree : forest.sharing()) {
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

    /** The trees with which it shares, its own among them if it is in an aggregate. */
    long reach(Stand stand) {
        long word = 0;
        for (int aggregate : tree.aggregateNumbers(member)) {
            word |= stand.inAggregate(aggregate);
        }
        return word;
    }
}
