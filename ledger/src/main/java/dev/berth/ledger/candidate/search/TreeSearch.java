package dev.berth.ledger.candidate.search;

import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The candidates anchored in one tree, one after the other and each only when it is asked for, by backtracking: demands
 * are put into bins in their order, the last varying fastest, and a demand that fits nowhere takes out the one before.
 * Where a bin led to nothing, bins that are interchangeable with it are passed over, so that equal devices are tried
 * once and not in every order. It can begin again in another tree. For one thread.
 */
final class TreeSearch {
    /** After that many failures in a row the packing bound is asked, which costs more than most searches do. */
    private static final int FAILURES_BEFORE_BOUND = 64;

    private final Plan plan;
    private final NeedMatches matches;
    private final Shuffle shuffle;
    private final Bins bins;

    private Tree anchor;
    private List<SharingProvider> outside = List.of();
    private StepCounter steps;

    /** For each unsuffixed demand, the trait sets that it and those after it could still bring. */
    private final long[][] traitsAhead;

    /** Trait sets that are being joined. */
    private final long[] joined;

    private final Bin[] chosen;
    private final int[] next;
    private final boolean[] ledSomewhere;

    /** By demand, the bins that were tried and led to no candidate; most searches never have any. */
    private List<List<Bin>> deadEnds = List.of();

    private int depth;
    private int failures;
    private int reached;

    TreeSearch(Plan plan, NeedMatches matches, Shuffle shuffle) {
        this.plan = plan;
        this.matches = matches;
        this.shuffle = shuffle;
        this.bins = new Bins(plan);
        int size = plan.needOf().length;
        this.chosen = new Bin[size];
        this.next = new int[size];
        this.ledSomewhere = new boolean[size];
        this.joined = Bits.below(plan.traitSets().length);
        this.traitsAhead =
                new long[plan.traitSets().length == 0 ? 0 : plan.demands().unsuffixed() + 1][];
        for (int demand = 0; demand < traitsAhead.length; demand++) {
            traitsAhead[demand] = Bits.below(plan.traitSets().length);
        }
    }

    /** Begins in an anchoring tree with what is shared with it; false if no provider meets some need. */
    boolean begin(Tree tree, List<SharingProvider> sharing, StepCounter budget) {
        if (!matches.areComplete(tree, sharing, budget)) {
            return false;
        }
        anchor = tree;
        outside = sharing;
        steps = budget;
        bins.fill(tree, sharing, matches, shuffle.in(tree));
        Arrays.fill(chosen, null);
        Arrays.fill(next, 0);
        deadEnds = List.of();
        depth = 0;
        failures = 0;
        reached = 0;
        lookAhead();
        return true;
    }

    private void lookAhead() {
        for (int demand = traitsAhead.length - 2; demand >= 0; demand--) {
            long[] ahead = traitsAhead[demand];
            System.arraycopy(traitsAhead[demand + 1], 0, ahead, 0, ahead.length);
            Need need = plan.needOf()[demand];
            for (int at = 0; at < bins.count(need); at++) {
                Bits.addAll(ahead, bins.get(need, at).traitSets);
            }
        }
    }

    /** Goes on to the next candidate; false if there is none, or if the steps are spent before it is found. */
    boolean advance() {
        boolean isReached = reachNext();
        reached += isReached ? 1 : 0;
        return isReached;
    }

    private boolean reachNext() {
        int last = chosen.length - 1;
        if (last < 0) {
            // A request for nothing but devices of the host has one candidate in each tree.
            return depth++ == 0;
        }
        if (chosen[last] != null) {
            release(last);
        }
        while (depth >= 0 && !steps.isSpent()) {
            if (!choose(depth)) {
                retreat();
            } else if (depth == last) {
                Arrays.fill(ledSomewhere, true);
                failures = 0;
                return true;
            } else {
                depth++;
            }
        }
        return false;
    }

    /** Takes out the demand before the open one, for which no bin was left. */
    private void retreat() {
        failures++;
        next[depth] = 0;
        if (!deadEnds.isEmpty()) {
            deadEnds.get(depth).clear();
        }
        depth--;
        if (depth >= 0) {
            if (!ledSomewhere[depth]) {
                addDeadEnd(depth, chosen[depth]);
            }
            release(depth);
        }
    }

    private void release(int demand) {
        chosen[demand].takeOut(plan.needOf()[demand]);
        chosen[demand] = null;
    }

    /** Puts the demand into the next bin that can take it. */
    private boolean choose(int demand) {
        Need need = plan.needOf()[demand];
        int count = bins.count(need);
        while (next[demand] < count) {
            Bin bin = bins.get(need, next[demand]++);
            steps.add(1);
            if (bin.hasRoomFor(need) && fits(demand, bin) && !isDeadEnd(demand, bin)) {
                bin.put(need, demand);
                if (failures < FAILURES_BEFORE_BOUND || PackingBound.allows(plan, demand + 1, bins, steps)) {
                    chosen[demand] = bin;
                    ledSomewhere[demand] = false;
                    return true;
                }
                bin.takeOut(need);
                addDeadEnd(demand, bin);
            }
        }
        return false;
    }

    private void addDeadEnd(int demand, Bin bin) {
        if (deadEnds.isEmpty()) {
            deadEnds = new ArrayList<>(chosen.length);
            for (int at = 0; at < chosen.length; at++) {
                deadEnds.add(new ArrayList<>(0));
            }
        }
        deadEnds.get(demand).add(bin);
    }

    private boolean isDeadEnd(int demand, Bin bin) {
        if (deadEnds.isEmpty()) {
            return false;
        }
        for (Bin dead : deadEnds.get(demand)) {
            if (dead.isInterchangeableWith(bin, plan)) {
                return true;
            }
        }
        return false;
    }

    private boolean fits(int demand, Bin bin) {
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

    /** Whether all providers of the candidate share; then other trees may anchor the same candidate. */
    boolean isAllShared() {
        if (outside.isEmpty()) {
            return false;
        }
        for (Bin bin : chosen) {
            if (!Forest.shares(bin.tree, bin.member)) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is no candidate after the one that was reached. */
    boolean isAtItsOnlyOne() {
        return bins.leaveNoChoice();
    }

    /** How many candidates were reached. */
    int reached() {
        return reached;
    }

    /** The tree that the candidates are anchored in. */
    Tree anchor() {
        return anchor;
    }

    /** The bins of the candidate that was reached, by demand; the array changes when the search advances. */
    Bin[] chosen() {
        return chosen;
    }
}
