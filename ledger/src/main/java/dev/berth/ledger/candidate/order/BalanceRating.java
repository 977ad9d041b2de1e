package dev.berth.ledger.candidate.order;

import dev.berth.ledger.forest.Tree;
import java.util.Arrays;

/** Rates by how far the used shares of the classes would be apart: the highest less the lowest. */
final class BalanceRating implements TreeRating {
    private long[] left = new long[16];
    private long[] capacities = new long[16];

    @Override
    public long rate(Tree tree, TakenRows taken) {
        return apart(tree, 0, tree.firstRow(tree.size()), taken);
    }

    @Override
    public long rate(Tree tree, int member, TakenRows taken) {
        return apart(tree, tree.firstRow(member), tree.firstRow(member + 1), taken);
    }

    private long apart(Tree tree, int from, int to, TakenRows taken) {
        Arrays.fill(left, 0);
        Arrays.fill(capacities, 0);
        for (int row = from; row < to; row++) {
            int number = tree.classNumber(row);
            if (number >= left.length) {
                left = Arrays.copyOf(left, 2 * number);
                capacities = Arrays.copyOf(capacities, 2 * number);
            }
            left[number] += taken.left(tree, row);
            capacities[number] += tree.capacity(row);
        }
        long lowest = Long.MAX_VALUE;
        long highest = Long.MIN_VALUE;
        for (int number = 0; number < left.length; number++) {
            if (capacities[number] > 0) {
                long share = LargestAmounts.share(left[number], capacities[number]);
                lowest = Math.min(lowest, share);
                highest = Math.max(highest, share);
            }
        }
        return lowest > highest ? 0 : highest - lowest;
    }

    @Override
    public long steps(Tree tree) {
        return 1 + tree.size();
    }
}
