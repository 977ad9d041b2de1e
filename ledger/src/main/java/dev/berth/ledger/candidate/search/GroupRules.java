package dev.berth.ledger.candidate.search;

import dev.berth.ledger.forest.Tree;
import java.util.Arrays;

/**
 * The rules across the demands of one candidate: group_policy, same_subtree, the traits that the unsuffixed group has
 * together, and that clients before 1.29 take from one provider of a tree. They are asked before each demand is put
 * into a bin, and say no as soon as the bins of the demands after it could not help. Not thread-safe.
 */
final class GroupRules {
    private final Plan plan;
    private final Bins bins;

    /** The bins of the demands that the search has placed; it belongs to the search. */
    private final Bin[] chosen;

    /** For each unsuffixed demand, the trait sets that it and those after it could still bring. */
    private final long[][] traitsAhead;

    /** The trait sets of the bins that are being looked at; kept so that no call makes a new array. */
    private final long[] joined;

    private StepCounter steps;

    GroupRules(Plan plan, Bins bins, Bin[] chosen) {
        this.plan = plan;
        this.bins = bins;
        this.chosen = chosen;
        this.joined = Bits.below(plan.traitSets().length);
        this.traitsAhead =
                new long[plan.traitSets().length == 0 ? 0 : plan.demands().unsuffixed() + 1][];
        for (int demand = 0; demand < traitsAhead.length; demand++) {
            traitsAhead[demand] = Bits.below(plan.traitSets().length);
        }
    }

    /** Begins in the tree that the bins were filled for. */
    void begin(StepCounter budget) {
        steps = budget;
        for (int demand = traitsAhead.length - 2; demand >= 0; demand--) {
            long[] ahead = traitsAhead[demand];
            System.arraycopy(traitsAhead[demand + 1], 0, ahead, 0, ahead.length);
            Need need = plan.needOf()[demand];
            for (int at = 0; at < bins.count(need); at++) {
                Bits.addAll(ahead, bins.get(need, at).traitSets);
            }
        }
    }

    /** Whether a demand may be put into a bin that has room for it; the demands before it have theirs. */
    boolean allow(int demand, Bin bin) {
        boolean isSuffixed = demand >= plan.demands().unsuffixed();
        return !(isSuffixed && plan.isIsolated() && bin.suffixedDemands > 0)
                && (isSuffixed || plan.traitSets().length == 0 || canHaveTraits(demand, bin))
                && (!plan.isBlind() || isOnlyOneOfItsTree(demand, bin))
                && (plan.subtrees().length == 0 || isInSubtrees(demand, bin));
    }

    /** Whether the unsuffixed group can still have all its traits with this bin. */
    private boolean canHaveTraits(int demand, Bin bin) {
        System.arraycopy(traitsAhead[demand + 1], 0, joined, 0, joined.length);
        Bits.addAll(joined, bin.traitSets);
        for (int before = 0; before < demand; before++) {
            Bits.addAll(joined, chosen[before].traitSets);
        }
        return Bits.count(joined) == plan.traitSets().length;
    }

    private boolean isOnlyOneOfItsTree(int demand, Bin bin) {
        for (int before = 0; before < demand; before++) {
            if (takesAnything(before)
                    && takesAnything(demand)
                    && chosen[before].tree == bin.tree
                    && chosen[before] != bin) {
                return false;
            }
        }
        return true;
    }

    private boolean takesAnything(int demand) {
        return plan.demands().get(demand).takesAnything();
    }

    private boolean isInSubtrees(int demand, Bin bin) {
        for (int[] subtree : plan.subtrees()) {
            if (contains(subtree, demand) && !canHaveTop(subtree, demand, bin)) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(int[] demands, int demand) {
        return Arrays.binarySearch(demands, demand) >= 0;
    }

    /** Whether one of the subtree's providers is, or can still be, above or the same as all others. */
    private boolean canHaveTop(int[] subtree, int demand, Bin bin) {
        steps.add(subtree.length);
        int top = bin.member;
        for (int other : subtree) {
            if (other < demand) {
                if (chosen[other].tree != bin.tree) {
                    return false;
                }
                top = lowestAbove(bin.tree, top, chosen[other].member);
            }
        }
        for (int other : subtree) {
            if (other == demand
                    ? bin.member == top
                    : other < demand ? chosen[other].member == top : offersTop(other, bin.tree, top)) {
                return true;
            }
        }
        return false;
    }

    /** The lowest member that is above both or one of them. */
    private static int lowestAbove(Tree tree, int one, int other) {
        int left = one;
        int right = other;
        while (left != right) {
            // A parent has a smaller number than what is below it.
            if (left > right) {
                left = tree.parent(left);
            } else {
                right = tree.parent(right);
            }
        }
        return left;
    }

    private boolean offersTop(int demand, Tree tree, int member) {
        Need need = plan.needOf()[demand];
        int count = bins.count(need);
        steps.add(count);
        for (int at = 0; at < count; at++) {
            Bin bin = bins.get(need, at);
            if (bin.tree == tree && lowestAbove(tree, bin.member, member) == bin.member) {
                return true;
            }
        }
        return false;
    }
}
