package dev.berth.ledger.candidate.order;

import dev.berth.ledger.forest.Tree;

/**
 * Rates by how much would be left of all classes together, each as a share of what the largest tree could have: fuller
 * trees first, which is best fit, or emptier trees first.
 */
final class FillRating implements TreeRating {
    private final LargestAmounts largest;
    private final int sign;

    /** @param sign 1 if what has less left comes first, -1 if what has more */
    FillRating(LargestAmounts largest, int sign) {
        this.largest = largest;
        this.sign = sign;
    }

    @Override
    public long rate(Tree tree, TakenRows taken) {
        return sign * left(tree, 0, tree.firstRow(tree.size()), taken);
    }

    @Override
    public long rate(Tree tree, int member, TakenRows taken) {
        return sign * left(tree, tree.firstRow(member), tree.firstRow(member + 1), taken);
    }

    private long left(Tree tree, int from, int to, TakenRows taken) {
        long sum = 0;
        for (int row = from; row < to; row++) {
            sum += largest.share(tree.classNumber(row), taken.left(tree, row));
        }
        return sum;
    }

    @Override
    public long steps(Tree tree) {
        return 1 + tree.size();
    }
}
