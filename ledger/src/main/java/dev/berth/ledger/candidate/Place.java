package dev.berth.ledger.candidate;

import dev.berth.events.model.ProviderId;
import dev.berth.ledger.forest.Tree;
import java.util.Arrays;

/** A provider that meets some needs of a request in one tree, and what is left of it while demands are laid on it. For one thread. */
final class Place {
    final Tree tree;
    final int member;

    /** Its number among the places of one search. */
    final int index;

    /** The needs that it meets, by index. */
    final long[] meets;

    /** Of which of the unsuffixed group's trait sets it has a trait. */
    final long[] traitSets;

    /** By slot, what it can still give: no more than is free and no more than the largest unit, all demands on it together. */
    final long[] left;

    /** How many demands lie on it, and how many of them are suffixed groups. */
    int demands;

    int suffixedDemands;

    /** Whether it has been counted among the providers that the answer tells of. */
    boolean isShown;

    Place(Tree tree, int member, int index, Plan plan) {
        this.tree = tree;
        this.member = member;
        this.index = index;
        this.meets = Marks.below(plan.needs().size());
        this.traitSets = Marks.below(plan.traitSets().length);
        this.left = new long[plan.slots()];
        for (int slot = 0; slot < left.length; slot++) {
            int row = tree.row(member, plan.classNumbers()[slot]);
            left[slot] = row == Tree.NONE ? 0 : tree.largest(row);
        }
        for (int set = 0; set < plan.traitSets().length; set++) {
            if (Need.hasAnyTrait(tree, member, plan.traitSets()[set])) {
                Marks.set(traitSets, set);
            }
        }
    }

    ProviderId id() {
        return tree.id(member);
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
