package dev.berth.ledger.candidate;

import dev.berth.ledger.forest.Layout;
import dev.berth.ledger.forest.Tree;
import java.util.Arrays;

/**
 * Which members of the trees of one {@link Layout} suit which needs of a plan, whatever is used of them and whatever
 * aggregates they are in: worked out once for all these trees, so that what is left to look at in each is what is free.
 * Immutable.
 */
final class Suitability {
    private final boolean isRootAccepted;

    /** By need, the members that suit it, ascending. */
    private final int[][] members;

    /** By need, how many members suit those before it. */
    private final int[] pairs;

    /** By need, for one member after the other, the rows of the need's classes. */
    private final int[][] rows;

    private final int slots;

    /** By member and slot its row of the class, {@link Tree#NONE} where it has none. */
    private final int[] slotRows;

    private final int sets;

    /** By member, of which of the unsuffixed group's trait sets it has a trait; empty if there are none. */
    private final long[][] traitSets;

    /** What is so of the tree, and of every other tree of its layout. */
    Suitability(Tree tree, Plan plan) {
        int needs = plan.needs().size();
        isRootAccepted = plan.acceptsRoot(tree);
        members = new int[needs][];
        pairs = new int[needs + 1];
        rows = new int[needs][];
        int[] suited = new int[tree.size()];
        for (Need need : plan.needs()) {
            int size = 0;
            for (int member = 0; member < suited.length; member++) {
                if (need.isSuitedBy(tree, member)) {
                    suited[size++] = member;
                }
            }
            members[need.index()] = Arrays.copyOf(suited, size);
            pairs[need.index() + 1] = pairs[need.index()] + size;
            rows[need.index()] = rows(need, tree, members[need.index()]);
        }
        slots = plan.slots();
        slotRows = slotRows(tree, plan);
        sets = plan.traitSets().length;
        traitSets = traitSets(tree, plan);
    }

    private static int[] rows(Need need, Tree tree, int[] members) {
        int[] classes = need.classes();
        int[] rows = new int[members.length * classes.length];
        for (int at = 0; at < rows.length; at++) {
            rows[at] = tree.row(members[at / classes.length], classes[at % classes.length]);
        }
        return rows;
    }

    private static int[] slotRows(Tree tree, Plan plan) {
        int[] rows = new int[tree.size() * plan.slots()];
        for (int at = 0; at < rows.length; at++) {
            rows[at] = tree.row(at / plan.slots(), plan.classNumbers()[at % plan.slots()]);
        }
        return rows;
    }

    private static long[][] traitSets(Tree tree, Plan plan) {
        int sets = plan.traitSets().length;
        long[][] marks = new long[sets == 0 ? 0 : tree.size()][];
        for (int member = 0; member < marks.length; member++) {
            marks[member] = plan.traitSetsOf(tree, member);
        }
        return marks;
    }

    /** Whether the root has the traits that are asked of a root. */
    boolean isRootAccepted() {
        return isRootAccepted;
    }

    /** How many pairs of a need and a member that suits it there are with needs before this one. */
    int pairsBefore(int need) {
        return pairs[need];
    }

    /** How many pairs there are in all. */
    int pairs() {
        return pairs[pairs.length - 1];
    }

    /** How many members suit a need. */
    int count(int need) {
        return members[need].length;
    }

    /** One of them. */
    int member(int need, int at) {
        return members[need][at];
    }

    /** The rows of the need's classes, those of one member after those of the one before; not to be changed. */
    int[] rows(int need) {
        return rows[need];
    }

    /** The member's row of a class of the request, {@link Tree#NONE} if it has none. */
    int slotRow(int member, int slot) {
        return slotRows[member * slots + slot];
    }

    /** Whether the member has all traits of the unsuffixed group by itself. */
    boolean hasAllTraits(int member) {
        int count = 0;
        for (long word : traitSets(member)) {
            count += Long.bitCount(word);
        }
        return count == sets;
    }

    /** Of which of the unsuffixed group's trait sets the member has a trait; not to be changed. */
    long[] traitSets(int member) {
        return traitSets.length == 0 ? Marks.below(0) : traitSets[member];
    }
}
