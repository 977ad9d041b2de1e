package dev.berth.ledger.candidate;

import dev.berth.ledger.forest.Tree;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The trees that an answer tells of, each once and in the order in which they were first added, and for clients that do
 * not know of trees the members that it tells of. A table of its own, because every candidate asks it and most are told
 * apart by their order. For one thread while it grows.
 */
final class ShownTrees {
    private final boolean isByMember;
    private Tree[] trees = new Tree[16];

    /** By place of the tree, its members that are told of; empty if all are. */
    private BitSet[] members;

    private int size;

    /**
     * Whether each tree has come after the one before in the order of ids, as in the first round of a search; then none
     * came twice.
     */
    private boolean isAscending = true;

    /** If not, places of trees plus 1, at their hash or the next free slot behind it; at most half full. */
    private int[] table = new int[0];

    /**
     * @param isByMember whether only those members are told of that were added, and not all of their trees
     */
    ShownTrees(boolean isByMember) {
        this.isByMember = isByMember;
        this.members = new BitSet[isByMember ? trees.length : 0];
    }

    void add(Tree tree, int member) {
        int place = place(tree);
        if (isByMember) {
            members[place].set(member);
        }
    }

    private int place(Tree tree) {
        if (size > 0 && trees[size - 1] == tree) {
            return size - 1;
        }
        if (isAscending && (size == 0 || Long.compareUnsigned(trees[size - 1].idHigh(0), tree.idHigh(0)) < 0)) {
            return append(tree);
        }
        if (isAscending) {
            isAscending = false;
            index();
        }
        int slot = slot(tree);
        if (table[slot] != 0) {
            return table[slot] - 1;
        }
        int place = append(tree);
        if (2 * size > table.length) {
            index();
        } else {
            table[slot] = size;
        }
        return place;
    }

    private int append(Tree tree) {
        if (size == trees.length) {
            trees = Arrays.copyOf(trees, 4 * size);
            members = Arrays.copyOf(members, isByMember ? trees.length : 0);
        }
        trees[size] = tree;
        if (isByMember) {
            members[size] = new BitSet();
        }
        return size++;
    }

    /** Enters all places into a table that has room for many more. */
    private void index() {
        table = new int[8 * Integer.highestOneBit(Math.max(size, 8))];
        for (int place = 0; place < size; place++) {
            table[slot(trees[place])] = place + 1;
        }
    }

    /** Where the tree's place stands, or would. */
    private int slot(Tree tree) {
        int slot = tree.idHash() & table.length - 1;
        while (table[slot] != 0 && trees[table[slot] - 1] != tree) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    int size() {
        return size;
    }

    Tree tree(int place) {
        return trees[place];
    }

    /** The first member, from one on, of the tree at a place that is told of; negative if there is none. */
    int nextMember(int place, int from) {
        if (isByMember) {
            return members[place].nextSetBit(from);
        }
        return from < trees[place].size() ? from : -1;
    }
}
