package dev.berth.ledger.candidate.result;

import dev.berth.ledger.forest.Tree;

/**
 * Reads the providers that an answer summarizes, one after the other, as members of their trees: all members of each
 * tree from which something is taken, or for clients before 1.29 only those from which it is. Not thread-safe.
 */
public final class ProviderCursor {
    private final SummarizedTrees trees;
    private int position;
    private int member = -1;

    ProviderCursor(SummarizedTrees trees) {
        this.trees = trees;
    }

    /** Goes on to the next provider; false if there is none. */
    public boolean next() {
        while (position < trees.size()) {
            member = trees.nextMember(position, member + 1);
            if (member >= 0) {
                return true;
            }
            position++;
        }
        return false;
    }

    public Tree tree() {
        return trees.tree(position);
    }

    public int member() {
        return member;
    }
}
