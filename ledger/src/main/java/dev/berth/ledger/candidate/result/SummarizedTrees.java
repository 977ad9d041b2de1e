package dev.berth.ledger.candidate.result;

import dev.berth.ledger.forest.Tree;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The trees that an answer summarizes, each once, in the order in which they were first added; for clients before 1.29
 * only the members that were added. Not thread-safe while it grows.
 */
final class SummarizedTrees {
    private final boolean isByMember;
    private final List<Tree> trees = new ArrayList<>();

    /** By position of the tree, its members that are shown; empty if all are. */
    private final List<BitSet> members = new ArrayList<>(0);

    /**
     * Whether each tree came after the one before in the order of roots, as in the first round of a search; then none
     * came twice, and nothing has to be looked up.
     */
    private boolean isAscending = true;

    /** If not, the position of each tree. Only looked up in, so its order does not matter. */
    private final Map<Tree, Integer> positions = new HashMap<>(0);

    SummarizedTrees(boolean isByMember) {
        this.isByMember = isByMember;
    }

    void add(Tree tree, int member) {
        int position = position(tree);
        if (isByMember) {
            members.get(position).set(member);
        }
    }

    private int position(Tree tree) {
        int last = trees.size() - 1;
        if (last >= 0 && trees.get(last) == tree) {
            return last;
        }
        if (isAscending && (last < 0 || Long.compareUnsigned(trees.get(last).idHigh(0), tree.idHigh(0)) < 0)) {
            return append(tree);
        }
        if (isAscending) {
            isAscending = false;
            for (int at = 0; at <= last; at++) {
                positions.put(trees.get(at), at);
            }
        }
        Integer known = positions.get(tree);
        if (known != null) {
            return known;
        }
        positions.put(tree, trees.size());
        return append(tree);
    }

    private int append(Tree tree) {
        trees.add(tree);
        if (isByMember) {
            members.add(new BitSet());
        }
        return trees.size() - 1;
    }

    int size() {
        return trees.size();
    }

    Tree tree(int position) {
        return trees.get(position);
    }

    /** The first member, from one on, of a tree that is shown; negative if there is none. */
    int nextMember(int position, int from) {
        if (isByMember) {
            return members.get(position).nextSetBit(from);
        }
        return from < trees.get(position).size() ? from : -1;
    }
}
