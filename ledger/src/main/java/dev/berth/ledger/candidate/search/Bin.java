package dev.berth.ledger.candidate.search;

import dev.berth.ledger.forest.Tree;
import java.util.Arrays;

/**
 * A provider that meets some needs of a plan in one tree, with the room that a partial candidate leaves in it. Used
 * again in the next tree. Not thread-safe.
 */
final class Bin {
    Tree tree;
    int member;

    /** Its position among all bins of one search. */
    int index;

    /** The tree that it was last filled for, by the count of {@link Bins}. */
    int filledFor;

    /** The needs that it meets, by index. */
    final long[] meets;

    /** Those trait sets of the unsuffixed group from which it has a trait. */
    long[] traitSets;

    /**
     * By slot, what it can still give: all demands together no more than is free, and no more than the largest unit,
     * since a claim of them is one amount.
     */
    final long[] left;

    /** How many demands it serves, the first of them, and how many of them are suffixed groups. */
    int demands;

    int firstDemand;
    int suffixedDemands;

    /** What it is ordered by among those that meet the need that is being looked at. */
    long rank;

    /** Whether its tree has been added to the summaries of the answer. */
    boolean isSummarized;

    Bin(Plan plan) {
        this.meets = Bits.below(plan.needs().size());
        this.left = new long[plan.slots()];
    }

    /** Becomes the empty bin of a member of the anchoring tree. */
    void become(Tree anchor, int of, StructureMatches matches) {
        begin(anchor, of, matches.traitSets(of));
        for (int slot = 0; slot < left.length; slot++) {
            int row = matches.row(of, slot);
            left[slot] = row == Tree.NONE ? 0 : anchor.largest(row);
        }
    }

    /** Becomes the empty bin of a provider from outside. */
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
        isSummarized = false;
    }

    boolean hasRoomFor(Need need) {
        for (int at = 0; at < need.slots().length; at++) {
            if (need.amounts()[at] > left[need.slots()[at]]) {
                return false;
            }
        }
        return true;
    }

    void put(Need need, int demand) {
        for (int at = 0; at < need.slots().length; at++) {
            left[need.slots()[at]] -= need.amounts()[at];
        }
        firstDemand = demands == 0 ? demand : firstDemand;
        demands++;
        suffixedDemands += need.isSuffixed() ? 1 : 0;
    }

    /** Takes out what was put in last. */
    void takeOut(Need need) {
        for (int at = 0; at < need.slots().length; at++) {
            left[need.slots()[at]] += need.amounts()[at];
        }
        demands--;
        suffixedDemands -= need.isSuffixed() ? 1 : 0;
    }

    /** Whether the other bin could replace this one in every way to meet the demands that are still open. */
    boolean isInterchangeableWith(Bin other, Plan plan) {
        return Arrays.equals(meets, other.meets)
                && Arrays.equals(traitSets, other.traitSets)
                && Arrays.equals(left, other.left)
                && (suffixedDemands == 0) == (other.suffixedDemands == 0)
                && (demands == 0 && other.demands == 0 && isSiblingOf(other)
                        || !plan.isBlind() && plan.subtrees().length == 0);
    }

    /** Whether the other is a provider of the same tree that has the same of everything, and as much of it free. */
    boolean hasTheSameAs(Bin other) {
        int size = tree.firstRow(member + 1) - tree.firstRow(member);
        if (tree != other.tree || size != tree.firstRow(other.member + 1) - tree.firstRow(other.member)) {
            return false;
        }
        for (int at = 0; at < size; at++) {
            int row = tree.firstRow(member) + at;
            int otherRow = tree.firstRow(other.member) + at;
            if (tree.classNumber(row) != tree.classNumber(otherRow)
                    || tree.free(row) != tree.free(otherRow)
                    || tree.capacity(row) != tree.capacity(otherRow)) {
                return false;
            }
        }
        return true;
    }

    private boolean isSiblingOf(Bin other) {
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
