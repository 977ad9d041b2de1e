package dev.berth.ledger.candidate.capacity;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.InventoryRecord;
import dev.berth.ledger.candidate.search.StepCounter;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.forest.TreeBlock;
import dev.berth.ledger.forest.TreeStructure;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * The amounts that one request may take of an inventory: multiples of a step between two bounds.
 *
 * @param min the smallest, 1 or more
 */
record Units(long min, long max, long step) implements Comparable<Units> {
    /** Devices are counted one by one. */
    static final Units ONE_BY_ONE = new Units(1, Long.MAX_VALUE, 1);

    private static final Comparator<Units> ORDER =
            Comparator.comparingLong(Units::step).thenComparingLong(Units::min).thenComparingLong(Units::max);

    /** The units that inventories of a class have anywhere in a region; those of not all trees once steps are spent. */
    static ImmutableSortedSet<Units> of(Forest forest, int classNumber, StepCounter steps) {
        // Only asked what is in it, so its order does not matter.
        Set<TreeStructure> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        TreeSet<Units> units = new TreeSet<>();
        for (int at = 0; at < forest.blocks() && !steps.isSpent(); at++) {
            TreeBlock block = forest.block(at);
            steps.add(1);
            for (int bit = 0; bit < block.size(); bit++) {
                Tree tree = block.tree(bit);
                if (seen.add(tree.structure())) {
                    steps.add(tree.size());
                    for (int member = 0; member < tree.size(); member++) {
                        int row = tree.row(member, classNumber);
                        if (row != Tree.NONE) {
                            units.add(of(tree.inventory(row)));
                        }
                    }
                }
            }
        }
        return ImmutableSortedSet.copyOfSorted(units);
    }

    private static Units of(InventoryRecord inventory) {
        return new Units(inventory.minUnit(), inventory.maxUnit(), inventory.stepSize());
    }

    /** The smallest amount, in steps. */
    long leastSteps() {
        return Math.max(1, (min + step - 1) / step);
    }

    /** The largest amount that is less than another, in steps; less than the smallest if there is none. */
    long mostStepsBelow(long amount) {
        return Math.min(max, amount - 1) / step;
    }

    @Override
    public int compareTo(Units other) {
        return ORDER.compare(this, other);
    }
}
