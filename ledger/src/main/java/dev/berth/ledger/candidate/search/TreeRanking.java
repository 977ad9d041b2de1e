package dev.berth.ledger.candidate.search;

import dev.berth.ledger.candidate.order.TakenRows;
import dev.berth.ledger.candidate.order.TreeRating;
import dev.berth.ledger.forest.Tree;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Puts the bins of a tree in the order of a rating, and rates the tree by what a candidate would leave of it. What is
 * rated alike stays in the order in which it was. Not thread-safe.
 */
final class TreeRanking {
    private static final Comparator<Bin> BY_RANK = Comparator.comparingLong(bin -> bin.rank);

    private final TreeRating rating;
    private final Plan plan;
    private final StepCounter steps;
    private final TakenRows taken = new TakenRows();

    /** @param steps what ranking may cost; once they are spent, what is left is rated alike */
    TreeRanking(TreeRating rating, Plan plan, StepCounter steps) {
        this.rating = rating;
        this.plan = plan;
        this.steps = steps;
    }

    StepCounter steps() {
        return steps;
    }

    /** Orders the bins below a bound, each of which meets the need, by what would be left of them. */
    void arrange(Need need, Bin[] bins, int count) {
        if (count < 2 || steps.isSpent()) {
            return;
        }
        for (int at = 0; at < count; at++) {
            Bin bin = bins[at];
            if (at > 0 && bin.hasTheSameAs(bins[at - 1])) {
                bin.rank = bins[at - 1].rank;
                continue;
            }
            steps.add(rating.steps(bin.tree));
            taken.clear();
            take(bin, need);
            bin.rank = rating.rate(bin.tree, bin.member, taken);
        }
        Arrays.sort(bins, 0, count, BY_RANK);
    }

    /** The rating of a tree after a candidate in it. What the candidate takes from other trees is not looked at. */
    long rate(Tree anchor, Bin[] chosen) {
        steps.add(rating.steps(anchor));
        taken.clear();
        for (int demand = 0; demand < chosen.length; demand++) {
            if (chosen[demand].tree == anchor) {
                take(chosen[demand], plan.needOf()[demand]);
            }
        }
        return rating.rate(anchor, taken);
    }

    private void take(Bin bin, Need need) {
        for (int at = 0; at < need.slots().length; at++) {
            taken.add(bin.tree.row(bin.member, plan.classNumbers()[need.slots()[at]]), need.amounts()[at]);
        }
    }
}
