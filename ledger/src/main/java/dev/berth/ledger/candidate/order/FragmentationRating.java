package dev.berth.ledger.candidate.order;

import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.order.HeldRequests.Part;
import dev.berth.ledger.candidate.order.HeldRequests.Shape;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Symbols;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.forest.TreeStructure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rates by how much less of the scarcest class would be of use to what is likely to be asked next. What is free of it
 * in a tree is of no use to a request that does not fit there, and what is free in pieces that are smaller than the
 * request takes is of no use to it either; the mean of that over the likely requests is the fragmentation of the tree.
 * The tree comes first in which it grows least.
 *
 * <p>The scarcest class is the one of which the likely requests take the largest share of what the region has.
 */
final class FragmentationRating implements TreeRating {
    private final int scarcest;
    private final Likely[] requests;
    private final long[][] partAmounts;
    private final int[][] partClasses;

    private TreeStructure structure;

    /** By part, the rows of each member that has all of its classes, one member after the other. */
    private final int[][] rowsOfPart;

    /** The rows of the scarcest class. */
    private int[] scarceRows = new int[0];

    private long[] left = new long[0];
    private Tree rated;
    private long before;

    /**
     * A request that is likely and takes something of the scarcest class.
     *
     * @param parts numbers of its parts
     * @param counts of how many providers each of them is taken
     * @param smallest the least that it takes of the scarcest class from one provider
     */
    private record Likely(long weight, int[] parts, int[] counts, long smallest) {}

    FragmentationRating(Forest forest, HeldRequests held) {
        Symbols symbols = forest.symbols();
        this.scarcest = scarcest(forest, held);
        Map<Map<ResourceClass, Long>, Integer> numbers = new HashMap<>();
        List<Part> parts = new ArrayList<>();
        List<Likely> likely = new ArrayList<>();
        for (Shape shape : held.shapes()) {
            long smallest = Long.MAX_VALUE;
            int[] of = new int[shape.parts().size()];
            int[] counts = new int[of.length];
            for (int at = 0; at < of.length; at++) {
                Part part = shape.parts().get(at);
                Integer known = numbers.putIfAbsent(part.amounts(), parts.size());
                of[at] = known == null ? parts.size() : known;
                if (known == null) {
                    parts.add(part);
                }
                counts[at] = part.count();
                for (Map.Entry<ResourceClass, Long> amount : part.amounts().entrySet()) {
                    if (symbols.of(amount.getKey()) == scarcest) {
                        smallest = Math.min(smallest, amount.getValue());
                    }
                }
            }
            if (smallest < Long.MAX_VALUE) {
                likely.add(new Likely(shape.weight(), of, counts, smallest));
            }
        }
        this.requests = likely.toArray(Likely[]::new);
        this.partClasses = parts.stream()
                .map(part ->
                        part.amounts().keySet().stream().mapToInt(symbols::of).toArray())
                .toArray(int[][]::new);
        this.partAmounts = parts.stream()
                .map(part -> part.amounts().values().stream()
                        .mapToLong(Long::longValue)
                        .toArray())
                .toArray(long[][]::new);
        this.rowsOfPart = new int[parts.size()][];
    }

    private static int scarcest(Forest forest, HeldRequests held) {
        TreeMap<Integer, Double> asked = new TreeMap<>();
        for (Shape shape : held.shapes()) {
            for (Part part : shape.parts()) {
                part.amounts()
                        .forEach((name, amount) -> asked.merge(
                                forest.symbols().of(name),
                                (double) amount * part.count() * shape.weight(),
                                Double::sum));
            }
        }
        double[] capacities = new double[16];
        for (int at = 0; at < forest.blocks(); at++) {
            for (int bit = 0; bit < forest.block(at).size(); bit++) {
                Tree tree = forest.block(at).tree(bit);
                for (int row = 0; row < tree.firstRow(tree.size()); row++) {
                    int number = tree.classNumber(row);
                    if (number >= capacities.length) {
                        capacities = Arrays.copyOf(capacities, 2 * number);
                    }
                    capacities[number] += tree.capacity(row);
                }
            }
        }
        int scarcest = Symbols.UNKNOWN;
        double most = 0;
        for (Map.Entry<Integer, Double> each : asked.entrySet()) {
            int number = each.getKey();
            if (number >= 0 && number < capacities.length && each.getValue() / capacities[number] > most) {
                most = each.getValue() / capacities[number];
                scarcest = number;
            }
        }
        return scarcest;
    }

    @Override
    public long rate(Tree tree, TakenRows taken) {
        if (tree != rated) {
            begin(tree);
            for (int row = 0; row < left.length; row++) {
                left[row] = Math.max(0, tree.free(row));
            }
            before = fragmentation();
            rated = tree;
        }
        for (int row = 0; row < left.length; row++) {
            left[row] = taken.left(tree, row);
        }
        return fragmentation() - before;
    }

    @Override
    public long rate(Tree tree, int member, TakenRows taken) {
        return rate(tree, taken);
    }

    /** What is free of the scarcest class and of no use, in units of the class, for all likely requests together. */
    private long fragmentation() {
        long free = 0;
        for (int row : scarceRows) {
            free += left[row];
        }
        long sum = 0;
        for (Likely request : requests) {
            long useless = free;
            if (fits(request)) {
                useless = 0;
                for (int row : scarceRows) {
                    useless += left[row] < request.smallest() ? left[row] : 0;
                }
            }
            sum += request.weight() * useless;
        }
        return sum;
    }

    private boolean fits(Likely request) {
        for (int at = 0; at < request.parts().length; at++) {
            if (!hasRoom(request.parts()[at], request.counts()[at])) {
                return false;
            }
        }
        return true;
    }

    /** Whether the part can be taken so often. Each part is looked at as if there were no other. */
    private boolean hasRoom(int part, int count) {
        int[] rows = rowsOfPart[part];
        long[] amounts = partAmounts[part];
        long places = 0;
        for (int from = 0; from < rows.length && places < count; from += amounts.length) {
            long here = count;
            for (int at = 0; at < amounts.length && here > 0; at++) {
                long free = left[rows[from + at]];
                here = free < amounts[at] ? 0 : count == 1 ? here : Math.min(here, free / amounts[at]);
            }
            places += here;
        }
        return places >= count;
    }

    private void begin(Tree tree) {
        if (tree.structure() == structure) {
            return;
        }
        structure = tree.structure();
        int rows = tree.firstRow(tree.size());
        left = new long[rows];
        int[] scarce = new int[rows];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            if (tree.classNumber(row) == scarcest) {
                scarce[count++] = row;
            }
        }
        scarceRows = Arrays.copyOf(scarce, count);
        for (int part = 0; part < rowsOfPart.length; part++) {
            rowsOfPart[part] = rows(tree, partClasses[part]);
        }
    }

    private static int[] rows(Tree tree, int[] classes) {
        int[] rows = new int[tree.size() * classes.length];
        int size = 0;
        for (int member = 0; member < tree.size(); member++) {
            int found = 0;
            for (int number : classes) {
                int row = tree.row(member, number);
                if (row != Tree.NONE) {
                    rows[size + found++] = row;
                }
            }
            size += found == classes.length ? found : 0;
        }
        return Arrays.copyOf(rows, size);
    }

    @Override
    public long steps(Tree tree) {
        return 1 + tree.size() + requests.length / 4;
    }
}
