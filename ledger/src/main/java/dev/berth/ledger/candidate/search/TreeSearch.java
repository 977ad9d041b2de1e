package dev.berth.ledger.candidate;

import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The candidates anchored in one tree, one after the other and each only when it is asked for. Demands are laid on
 * places in their order, the last varying fastest; a demand that cannot be met takes back the one before. Where a place
 * led to nothing, places that are interchangeable with it are passed over, so that equal devices are tried once and not
 * in every order. It can begin again in another tree. For one thread.
 */
final class TreeSearch {
    /** Failures in a row after which the search begins to count pigeonholes, which costs more than most searches do. */
    private static final int PATIENCE = 64;

    private final Plan plan;
    private final Meeting meeting;
    private final Shuffle shuffle;
    private final Places places;

    private Tree anchor;
    private List<SharingProvider> outside = List.of();
    private Steps steps;

    /** For each unsuffixed demand, the trait sets that it and those after it could still bring. */
    private final long[][] traitsAhead;

    private final Place[] chosen;
    private final int[] next;
    private final boolean[] ledSomewhere;

    /** By demand, the places that were tried in vain; most searches never have any. */
    private List<List<Place>> deadEnds = List.of();

    private int depth;
    private int failures;
    private int reached;

    TreeSearch(Plan plan, Meeting meeting, Shuffle shuffle) {
        this.plan = plan;
        this.meeting = meeting;
        this.shuffle = shuffle;
        this.places = new Places(plan);
        int size = plan.demands().length;
        this.chosen = new Place[size];
        this.next = new int[size];
        this.ledSomewhere = new boolean[size];
        this.traitsAhead = new long[plan.traitSets().length == 0 ? 0 : plan.unsuffixed() + 1][];
        for (int demand = 0; demand < traitsAhead.length; demand++) {
            traitsAhead[demand] = Marks.below(plan.traitSets().length);
        }
    }

    /**
     * Begins in an anchoring tree with what is shared with it; false if there is nothing to search, as some need is met
     * by no place.
     */
    boolean begin(Tree tree, List<SharingProvider> sharing, Steps budget) {
        if (!meeting.isComplete(tree, sharing, budget)) {
            return false;
        }
        anchor = tree;
        outside = sharing;
        steps = budget;
        places.take(tree, sharing, meeting, shuffle.in(tree));
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
            Need need = plan.demands()[demand];
            for (int at = 0; at < places.count(need); at++) {
                Marks.add(ahead, places.get(need, at).traitSets);
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
            // A request for nothing but devices of the host has one candidate a tree.
            return depth++ == 0;
        }
        if (chosen[last] != null) {
            release(last);
        }
        while (depth >= 0 && !steps.areSpent()) {
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

    /** Takes back the demand before the open one, which no place could meet. */
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
        chosen[demand].giveBack(plan.demands()[demand]);
        chosen[demand] = null;
    }

    /** Lays the demand on the next place that can bear it. */
    private boolean choose(int demand) {
        Need need = plan.demands()[demand];
        int count = places.count(need);
        while (next[demand] < count) {
            Place place = places.get(need, next[demand]++);
            steps.make(1);
            if (place.hasRoomFor(need) && fits(demand, place) && !isDeadEnd(demand, place)) {
                place.take(need);
                if (failures < PATIENCE || Pigeonholes.suffice(plan, demand + 1, places, steps)) {
                    chosen[demand] = place;
                    ledSomewhere[demand] = false;
                    return true;
                }
                place.giveBack(need);
                addDeadEnd(demand, place);
            }
        }
        return false;
    }

    private void addDeadEnd(int demand, Place place) {
        if (deadEnds.isEmpty()) {
            deadEnds = new ArrayList<>(chosen.length);
            for (int at = 0; at < chosen.length; at++) {
                deadEnds.add(new ArrayList<>(0));
            }
        }
        deadEnds.get(demand).add(place);
    }

    private boolean isDeadEnd(int demand, Place place) {
        if (deadEnds.isEmpty()) {
            return false;
        }
        for (Place dead : deadEnds.get(demand)) {
            if (dead.isInterchangeableWith(place, plan)) {
                return true;
            }
        }
        return false;
    }

    private boolean fits(int demand, Place place) {
        boolean isSuffixed = demand >= plan.unsuffixed();
        return !(isSuffixed && plan.isIsolated() && place.suffixedDemands > 0)
                && (isSuffixed || plan.traitSets().length == 0 || canHaveTraits(demand, place))
                && (!plan.isBlind() || isOnlyOneOfItsTree(demand, place))
                && (plan.subtrees().length == 0 || isInSubtrees(demand, place));
    }

    /** Whether the unsuffixed group can still have all its traits with this place. */
    private boolean canHaveTraits(int demand, Place place) {
        int count = 0;
        for (int word = 0; word < place.traitSets.length; word++) {
            long traits = traitsAhead[demand + 1][word] | place.traitSets[word];
            for (int before = 0; before < demand; before++) {
                traits |= chosen[before].traitSets[word];
            }
            count += Long.bitCount(traits);
        }
        return count == plan.traitSets().length;
    }

    private boolean isOnlyOneOfItsTree(int demand, Place place) {
        for (int before = 0; before < demand; before++) {
            if (takes(before) && takes(demand) && chosen[before].tree == place.tree && chosen[before] != place) {
                return false;
            }
        }
        return true;
    }

    private boolean takes(int demand) {
        return plan.demands()[demand].classes().length > 0;
    }

    private boolean isInSubtrees(int demand, Place place) {
        for (int[] subtree : plan.subtrees()) {
            if (contains(subtree, demand) && !canHaveTop(subtree, demand, place)) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(int[] demands, int demand) {
        return Arrays.binarySearch(demands, demand) >= 0;
    }

    /** Whether one of the subtree's providers is, or can still be, above or the same as all others. */
    private boolean canHaveTop(int[] subtree, int demand, Place place) {
        steps.make(subtree.length);
        int top = place.member;
        for (int other : subtree) {
            if (other < demand) {
                if (chosen[other].tree != place.tree) {
                    return false;
                }
                top = lowestAbove(place.tree, top, chosen[other].member);
            }
        }
        for (int other : subtree) {
            if (other == demand
                    ? place.member == top
                    : other < demand ? chosen[other].member == top : offersTop(other, place.tree, top)) {
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
        Need need = plan.demands()[demand];
        int count = places.count(need);
        steps.make(count);
        for (int at = 0; at < count; at++) {
            Place place = places.get(need, at);
            if (place.tree == tree && lowestAbove(tree, place.member, member) == place.member) {
                return true;
            }
        }
        return false;
    }

    /** Whether all of the candidate is shared; then other trees may anchor the same candidate. */
    boolean isAllShared() {
        if (outside.isEmpty()) {
            return false;
        }
        for (Place place : chosen) {
            if (!Forest.shares(place.tree, place.member)) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is no candidate after the one that was reached. */
    boolean isAtItsOnlyOne() {
        return places.leaveNoChoice();
    }

    /** How many candidates were reached. */
    int reached() {
        return reached;
    }

    /** What is shared with the tree. */
    List<SharingProvider> outside() {
        return outside;
    }

    /** The tree that the candidates are anchored in. */
    Tree anchor() {
        return anchor;
    }

    /** The places of the candidate that was reached, by demand; they change when it advances. */
    Place[] chosen() {
        return chosen;
    }
}
