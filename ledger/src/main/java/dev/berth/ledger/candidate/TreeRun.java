package dev.berth.ledger.candidate;

import dev.berth.ledger.forest.Tree;

/**
 * Some trees that an answer tells of, one after the other, to be recognized in later answers. Immutable; any thread may
 * use it.
 */
public final class TreeRun {
    /** How many members a tree of a run may have: that many take a few kilobytes, as they are and as text. */
    public static final int MEMBERS_MOST = 32;

    private final Tree[] trees;

    TreeRun(Tree[] trees) {
        this.trees = trees;
    }

    /** How many trees they are. */
    public int size() {
        return trees.length;
    }

    /** Whether these very trees are what comes next in a later answer, with the one that was reached as the first. */
    public boolean isNext(ProviderCursor answer) {
        for (int at = 0; at < trees.length; at++) {
            if (!answer.hasTree(at) || answer.tree(at) != trees[at]) {
                return false;
            }
        }
        return true;
    }
}
