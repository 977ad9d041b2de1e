package dev.berth.ledger.candidate;

import dev.berth.ledger.forest.Tree;
import java.util.Arrays;

/**
 * A provider that meets some needs of a request in one tree, and what is left of it while demands are laid on it. For
 * one thread.
 */
final class Place {
    Tree tree;
    int member;

    /**
     * The number of its provider in one search: a member of the tree, or those of outside counted on from the last
     * member.
     */
    int provider;

    /** Its number among the places of one search. */
    int index;

    /** Which of the trees it was taken for, counted by {@link Places}. */
    int takenFor;

    /** The needs that it meets, by index. */
    final long[] meets;

    /** Of which of the unsuffixed group's trait sets it has a trait. */
    long[] traitSets;

    /**
     * By slot, what it can still give: no more than is free and no more than the largest unit, all demands on it
     * together.
     */
    final long[] left;

    /** How many demands lie on it, and how many of them are suffixed groups. */
    int demands;

    int suffixedDemands;

    /** Whether it has been counted among the providers that the answer tells of. */
    boolean isShown;

    Place(Plan plan) {
        this.meets = Marks.below(plan.needs().size());
        this.left = new long[plan.slots()];
    }

    /** Becomes the place of a member of the anchoring tree, with nothing laid on it. */
    void become(Tree anchor, int of, Suitability suitability) {
        begin(anchor, of, suitability.traitSets(of));
        for (int slot = 0; slot < left.length; slot++) {
            int row = suitability.slotRow(of, slot);
            left[slot] = row == Tree.NONE ? 0 : anchor.largest(row);
        }
    }

    /** Becomes the place of a provider from outside, with nothing laid on it. */
    void become(SharingProvider outside, Plan plan) {
        begin(outside.tree(), outside.member(), plan.traitSetsOf(outside.tree(), outside.member()));
        for (int slot = 0; slot < left.length; slot++) {
            int row = tree.row(member, plan.classNumbers()[slot]);
            left[slot] = row == Tree.NONE ? 0 : tree.largest(row);
        }
    }

    private void begin(Tree of, int number, long[] traitSetsHere) {
        tree = of;
        member = number;
        traitSets = traitSetsHere;
        Arrays.fill(meets, 0);
        demands = 0;
        suffixedDemands = 0;
        isShown = false;
    }

    boolean hasRoomFor(Need need) {
        for (int at = 0; at < need.slots().length; at++) {
            if (need.amounts()[at] > left[need.slots()[at]]) {
                return false;
            }
        }
        return true;
    }

    void take(Need need) {
        for (int at = 0; at < need.slots().length; at++) {
            left[need.slots()[at]] -= need.amounts()[at];
        }
        demands++;
        suffixedDemands += need.isAlone() ? 1 : 0;
    }

    void giveBack(Need need) {
        for (int at = 0; at < need.slots().length; at++) {
            left[need.slots()[at]] += need.amounts()[at];
        }
        demands--;
        suffixedDemands -= need.isAlone() ? 1 : 0;
    }

    /** Whether the other place could stand in for this one in every way of meeting the demands that are still open. */
    boolean isInterchangeableWith(Place other, Plan plan) {
        return Arrays.equals(meets, other.meets)
                && Arrays.equals(traitSets, other.traitSets)
                && Arrays.equals(left, other.left)
                && (suffixedDemands == 0) == (other.suffixedDemands == 0)
                && (demands == 0 && other.demands == 0 && isSiblingOf(other)
                        || !plan.isBlind() && plan.subtrees().length == 0);
    }

    private boolean isSiblingOf(Place other) {
        return tree == other.tree
                && tree.parent(member) == other.tree.parent(other.member)
                && isLeaf()
                && other.isLeaf();
    }

    private boolean isLeaf() {
        // Members are numbered downward from the root: a member with something below it is the parent of the next.
        return member + 1 == tree.size() || tree.parent(member + 1) != member;
    }
}
