package dev.berth.ledger.candidate;

import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The candidates anchored in one tree, one after the other and each only when it is asked for. Demands are laid on places in their
 * order, the last varying fastest; a demand that cannot be met takes back the one before. Where a place led to nothing, places that
 * are interchangeable with it are passed over, so that equal devices are tried once and not in every order. For one thread.
 */
final class TreeSearch {
    private final Plan plan;
    private final Tree anchor;
    private final Steps steps;

    /** Failures in a row after which the search begins to count pigeonholes, which costs more than most searches do. */
    private static final int PATIENCE = 64;

    private final List<Place> places;

    /** Whether anything is shared with the tree. */
    private final boolean isSharedWith;

    /** For each need, the places that meet it alone. */
    private final Place[][] placesOf;

    /** For each unsuffixed demand, the trait sets that it and those after it could still bring. */
    private final long[][] traitsAhead;

    private final Place[] chosen;
    private final int[] next;
    private final boolean[] ledSomewhere;

    /** By demand, the places that were tried in vain; most searches never have any. */
    private List<List<Place>> deadEnds = List.of();

    private int depth;
    private int failures;

    private TreeSearch(
            Plan plan, Tree anchor, List<Place> places, Place[][] placesOf, boolean isSharedWith, Steps steps) {
        this.plan = plan;
        this.anchor = anchor;
        this.places = places;
        this.placesOf = placesOf;
        this.isSharedWith = isSharedWith;
        this.steps = steps;
        int size = plan.demands().length;
        this.chosen = new Place[size];
        this.next = new int[size];
        this.ledSomewhere = new boolean[size];
        this.traitsAhead = plan.traitSets().length == 0 ? null : traitsAhead();
    }

    /** The search in an anchoring tree with what is shared with it, or null if some need is met by no place. */
    static TreeSearch in(
            Tree anchor, List<SharingProvider> sharing, Plan plan, Meeting meeting, Shuffle shuffle, Steps steps) {
        if (!meeting.isComplete(anchor, sharing, plan, steps)) {
            return null;
        }
        Place[] members = new Place[anchor.size()];
        Place[] outside = sharing.isEmpty() ? members : new Place[sharing.size()];
        Place[][] placesOf = new Place[plan.needs().size()][];
        List<Place> all = new ArrayList<>(4);
        for (int need = 0; need < placesOf.length; need++) {
            Place[] places = new Place[meeting.count(need)];
            for (int at = 0; at < places.length; at++) {
                int provider = meeting.provider(need, at);
                Place[] known = provider >= 0 ? members : outside;
                int which = provider >= 0 ? provider : ~provider;
                if (known[which] == null) {
                    known[which] = provider >= 0
                            ? new Place(anchor, provider, all.size(), plan)
                            : new Place(
                                    sharing.get(which).tree(),
                                    sharing.get(which).member(),
                                    all.size(),
                                    plan);
                    all.add(known[which]);
                }
                Marks.set(known[which].meets, need);
                places[at] = known[which];
            }
            shuffle.apply(places);
            placesOf[need] = places;
        }
        return new TreeSearch(plan, anchor, all, placesOf, !sharing.isEmpty(), steps);
    }

    private long[][] traitsAhead() {
        long[][] ahead = new long[plan.unsuffixed() + 1][];
        ahead[plan.unsuffixed()] = Marks.below(plan.traitSets().length);
        for (int demand = plan.unsuffixed() - 1; demand >= 0; demand--) {
            ahead[demand] = ahead[demand + 1].clone();
            for (Place place : placesOf(demand)) {
                Marks.add(ahead[demand], place.traitSets);
            }
        }
        return ahead;
    }

    private Place[] placesOf(int demand) {
        return placesOf[plan.demands()[demand].index()];
    }

    /** Goes on to the next candidate; false if there is none, or if the steps are spent before it is found. */
    boolean advance() {
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
        Place[] options = placesOf(demand);
        Need need = plan.demands()[demand];
        while (next[demand] < options.length) {
            Place place = options[next[demand]++];
            steps.make(1);
            if (place.hasRoomFor(need) && fits(demand, place) && !isDeadEnd(demand, place)) {
                place.take(need);
                if (failures < PATIENCE || Pigeonholes.suffice(plan, demand + 1, placesOf, places, steps)) {
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
        Place[] places = placesOf(demand);
        steps.make(places.length);
        for (Place place : places) {
            if (place.tree == tree && lowestAbove(tree, place.member, member) == place.member) {
                return true;
            }
        }
        return false;
    }

    /** Whether all of the candidate is shared; then other trees may anchor the same candidate. */
    boolean isAllShared() {
        if (!isSharedWith) {
            return false;
        }
        for (Place place : chosen) {
            if (!Forest.shares(place.tree, place.member)) {
                return false;
            }
        }
        return true;
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
