package dev.berth.ledger.candidate;

import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The candidates anchored in one tree, one after the other and each only when it is asked for. Demands are laid on places in their
 * order, the last varying fastest; a demand that cannot be met takes back the one before. Where a place led to nothing, places that
 * are interchangeable with it are passed over, so that equal devices are tried once and not in every order. For one thread.
 */
final class TreeSearch {
    private final Plan plan;
    private final Steps steps;

    /** Failures in a row after which the search begins to count pigeonholes, which costs more than most searches do. */
    private static final int PATIENCE = 64;

    private final List<Place> places;

    /** For each need, the places that meet it alone. */
    private final Place[][] placesOf;

    /** For each unsuffixed demand, the trait sets that it and those after it could still bring. */
    private final BitSet[] traitsAhead;

    private final Place[] chosen;
    private final int[] next;
    private final boolean[] ledSomewhere;
    private final List<List<Place>> deadEnds = new ArrayList<>();
    private int depth;
    private int failures;

    private TreeSearch(Plan plan, List<Place> places, Place[][] placesOf, Steps steps) {
        this.plan = plan;
        this.places = places;
        this.placesOf = placesOf;
        this.steps = steps;
        int size = plan.demands().length;
        this.chosen = new Place[size];
        this.next = new int[size];
        this.ledSomewhere = new boolean[size];
        for (int demand = 0; demand < size; demand++) {
            deadEnds.add(new ArrayList<>(0));
        }
        this.traitsAhead = traitsAhead();
    }

    /** The search in an anchoring tree with what is shared with it, or null if some need is met by no place. */
    static TreeSearch in(Tree anchor, List<SharingProvider> sharing, Plan plan, Shuffle shuffle, Steps steps) {
        // Most trees that are looked at in vain fail here, before anything is made for them.
        for (Need need : plan.needs()) {
            steps.make(1);
            if (!need.isMetIn(anchor, sharing)) {
                return null;
            }
        }
        Place[] members = new Place[anchor.size()];
        Place[] outside = new Place[sharing.size()];
        Place[][] placesOf = new Place[plan.needs().size()][];
        List<Place> all = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        for (Need need : plan.needs()) {
            places.clear();
            steps.make(anchor.size() + sharing.size());
            for (int member = 0; member < members.length; member++) {
                if (need.isMetBy(anchor, member)) {
                    if (members[member] == null) {
                        members[member] = new Place(anchor, member, all.size(), plan);
                        all.add(members[member]);
                    }
                    places.add(members[member]);
                }
            }
            for (int at = 0; at < outside.length; at++) {
                SharingProvider provider = sharing.get(at);
                if (provider.tree() != anchor && provider.meets(need) && need.admits(anchor)) {
                    if (outside[at] == null) {
                        outside[at] = new Place(provider.tree(), provider.member(), all.size(), plan);
                        all.add(outside[at]);
                    }
                    places.add(outside[at]);
                }
            }
            places.forEach(place -> place.meets.set(need.index()));
            placesOf[need.index()] = places.toArray(Place[]::new);
            shuffle.apply(placesOf[need.index()]);
        }
        return new TreeSearch(plan, all, placesOf, steps);
    }

    private BitSet[] traitsAhead() {
        BitSet[] ahead = new BitSet[plan.unsuffixed() + 1];
        ahead[plan.unsuffixed()] = new BitSet();
        for (int demand = plan.unsuffixed() - 1; demand >= 0; demand--) {
            ahead[demand] = (BitSet) ahead[demand + 1].clone();
            for (Place place : placesOf(demand)) {
                ahead[demand].or(place.traitSets);
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
        deadEnds.get(depth).clear();
        depth--;
        if (depth >= 0) {
            if (!ledSomewhere[depth]) {
                deadEnds.get(depth).add(chosen[depth]);
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
                deadEnds.get(demand).add(place);
            }
        }
        return false;
    }

    private boolean isDeadEnd(int demand, Place place) {
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
        BitSet traits = (BitSet) traitsAhead[demand + 1].clone();
        traits.or(place.traitSets);
        for (int before = 0; before < demand; before++) {
            traits.or(chosen[before].traitSets);
        }
        return traits.cardinality() == plan.traitSets().length;
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
        for (Place place : chosen) {
            if (!Forest.shares(place.tree, place.member)) {
                return false;
            }
        }
        return true;
    }

    /** The places of the candidate that was reached, by demand; they change when it advances. */
    Place[] chosen() {
        return chosen;
    }
}
