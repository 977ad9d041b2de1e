package dev.berth.ledger.candidate.order;

import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.forest.TreeBlock;
import dev.berth.ledger.forest.TreeStructure;
import java.util.Arrays;

/**
 * How much the largest tree of a region could have of each class, by which different classes are compared. Immutable.
 */
final class LargestAmounts {
    /** What a share of all is; so small that sums of shares stay far from the bounds of a long. */
    static final long WHOLE = 1 << 20;

    private long[] largest = new long[16];

    LargestAmounts(Forest forest) {
        TreeStructure last = null;
        for (int at = 0; at < forest.blocks(); at++) {
            TreeBlock block = forest.block(at);
            for (int bit = 0; bit < block.size(); bit++) {
                Tree tree = block.tree(bit);
                if (tree.structure() != last) {
                    last = tree.structure();
                    add(tree);
                }
            }
        }
    }

    private void add(Tree tree) {
        long[] sums = new long[largest.length];
        for (int row = 0; row < tree.firstRow(tree.size()); row++) {
            int number = tree.classNumber(row);
            if (number >= sums.length) {
                sums = Arrays.copyOf(sums, 2 * number);
            }
            sums[number] += tree.capacity(row);
        }
        largest = Arrays.copyOf(largest, sums.length);
        for (int number = 0; number < sums.length; number++) {
            largest[number] = Math.max(largest[number], sums[number]);
        }
    }

    /** An amount as a share of what the largest tree could have of the class, {@link #WHOLE} for as much. */
    long share(int classNumber, long amount) {
        return share(amount, largest[classNumber]);
    }

    /** An amount as a share of a whole that is 0 or more, {@link #WHOLE} for as much. */
    static long share(long amount, long whole) {
        if (whole <= 0) {
            return 0;
        }
        return amount < Long.MAX_VALUE / WHOLE ? amount * WHOLE / whole : amount / Math.max(1, whole / WHOLE);
    }
}
