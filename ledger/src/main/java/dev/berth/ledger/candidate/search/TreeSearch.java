package dev.berth.ledger.candidate.search;

import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The candidates anchored in one tree, one after the other and each only when it is asked for, by backtracking: demands
 * are put into bins in their order, the last varying fastest, and a demand that fits nowhere takes out the one before.
 * {@link GroupRules} say what holds across demands. Where a bin led to nothing, bins that are interchangeable with it
 * are passed over, so that equal devices are tried once and not in every order. It can begin again in another tree. Not
 * thread-safe.
 */
final class TreeSearch {
    /** After that many failures in a row the packing bound is asked, which costs more than most searches do. */
    private static final int FAILURES_BEFORE_BOUND = 64;

    private final Plan plan;
    private final NeedMatches matches;
    private final Shuffle shuffle;
    private final Optional<TreeRanking> ranking;
    private final Bins bins;
    private final GroupRules rules;

    private Tree anchor;
    private List<SharingProvider> outside = List.of();
    private StepCounter steps;

    private final Bin[] chosen;
    private final int[] next;
    private final boolean[] ledSomewhere;

    /** By demand, the bins that were tried and led to no candidate; most searches never have any. */
    private List<List<Bin>> deadEnds = List.of();

    private int depth;
    private int failures;
    /** How many candidates were reached. */
    private int reached;

    /** A search of the default order, or that of a shuffle. */
    TreeSearch(Plan plan, NeedMatches matches, Shuffle shuffle) {
        this(plan, matches, shuffle, Optional.empty());
    }

    TreeSearch(Plan plan, NeedMatches matches, Shuffle shuffle, Optional<TreeRanking> ranking) {
        this.plan = plan;
        this.matches = matches;
        this.shuffle = shuffle;
        this.ranking = ranking;
        this.bins = new Bins(plan);
        int size = plan.needOf().length;
        this.chosen = new Bin[size];
        this.next = new int[size];
        this.ledSomewhere = new boolean[size];
        this.rules = new GroupRules(plan, bins, chosen);
    }

    /** A search that shares no matches with others. */
    TreeSearch(Plan plan, Shuffle shuffle) {
        this(plan, new NeedMatches(new StructureMatches.OfPlan(plan)), shuffle);
    }

    /** Begins in an anchoring tree with what is shared with it; false if no provider meets some need. */
    boolean begin(Tree tree, List<SharingProvider> sharing, StepCounter budget) {
        if (!matches.match(tree, sharing, budget)) {
            return false;
        }
        anchor = tree;
        outside = sharing;
        steps = budget;
        bins.fill(tree, sharing, matches, shuffle.in(tree), ranking);
        Arrays.fill(chosen, null);
        Arrays.fill(next, 0);
        deadEnds = List.of();
        depth = 0;
        failures = 0;
        reached = 0;
        rules.begin(budget);
        return true;
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
            if (bin.hasRoomFor(need) && rules.allow(demand, bin) && !isDeadEnd(demand, bin)) {
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
    boolean hasNoOther() {
        return bins.leaveNoChoice();
    }

    int reached() {
        return reached;
    }

    Tree anchor() {
        return anchor;
    }

    /** The bins of the candidate that was reached, by demand; the array changes when the search advances. */
    Bin[] chosen() {
        return chosen;
    }
}
