package dev.berth.ledger.forest;

import dev.berth.events.model.ProviderId;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Up to 64 neighbouring trees, in order of their roots, and what can be asked of all of them at once: each answer is a
 * word that has a bit for each tree. The answers are hints of what a tree has somewhere; whether one provider has it
 * all is for the tree to say. Immutable.
 */
public final class Stand {
    static final int MOST_TREES = Long.SIZE;

    static final Stand EMPTY = new Stand(new Tree[0], new int[0], new long[0][], Words.EMPTY, Words.EMPTY);

    private static final long NOTHING = Long.MIN_VALUE;

    private final Tree[] trees;

    /** The classes of which any tree has inventory, ascending. */
    private final int[] classNumbers;

    /**
     * By class and tree the most that a single request could get there, and behind the trees the most of all of them.
     */
    private final long[][] largest;

    private final Words traits;
    private final Words aggregates;

    private Stand(Tree[] trees, int[] classNumbers, long[][] largest, Words traits, Words aggregates) {
        this.trees = trees;
        this.classNumbers = classNumbers;
        this.largest = largest;
        this.traits = traits;
        this.aggregates = aggregates;
    }

    /** A stand of these trees, which must be in order. */
    static Stand of(Tree... trees) {
        Stand stand = EMPTY;
        for (Tree tree : trees) {
            stand = stand.inserted(stand.trees.length, tree);
        }
        return stand;
    }

    public int size() {
        return trees.length;
    }

    public Tree tree(int bit) {
        return trees[bit];
    }

    /** A bit for every tree. */
    public long all() {
        return trees.length == Long.SIZE ? -1L : (1L << trees.length) - 1;
    }

    /** The trees in which some provider might serve the amount in one request. */
    public long withRoomFor(int classNumber, long amount) {
        int at = Arrays.binarySearch(classNumbers, classNumber);
        if (at < 0 || largest[at][trees.length] < amount) {
            return 0;
        }
        long[] column = largest[at];
        long word = 0;
        for (int bit = 0; bit < trees.length; bit++) {
            word |= column[bit] >= amount ? 1L << bit : 0;
        }
        return word;
    }

    /** The trees in which some provider has the trait. */
    public long withTrait(int traitNumber) {
        return traits.get(traitNumber);
    }

    /** The trees in which some provider is in the aggregate. */
    public long inAggregate(int aggregateNumber) {
        return aggregates.get(aggregateNumber);
    }

    /** The bit of the tree with this root; no bit if it is not here. */
    public long bit(ProviderId root) {
        int bit = find(root);
        return bit < 0 ? 0 : 1L << bit;
    }

    /** The bit of the tree with this root, or if there is none, the bit that it would have, negated and less 1. */
    int find(ProviderId root) {
        int low = 0;
        int high = trees.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = trees[middle].root().compareTo(root);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return -low - 1;
    }

    /** The tree with what it has in common with one of this stand, if there is one like it. */
    Tree alike(Tree tree) {
        Layout before = null;
        for (Tree other : trees) {
            if (other.layout() != before) {
                before = other.layout();
                Tree alike = tree.sharingLayoutOf(other);
                if (alike != tree) {
                    return alike;
                }
            }
        }
        return tree;
    }

    ProviderId first() {
        return trees[0].root();
    }

    /** This stand with another tree in the place of one. */
    Stand replaced(int bit, Tree tree) {
        Tree before = trees[bit];
        Tree[] others = trees.clone();
        others[bit] = tree;
        Stand counted = remeasured(others, bit);
        return tree.isMarkedLike(before) ? counted : counted.marked(bit, tree);
    }

    Stand inserted(int bit, Tree tree) {
        Tree[] more = new Tree[trees.length + 1];
        System.arraycopy(trees, 0, more, 0, bit);
        System.arraycopy(trees, bit, more, bit + 1, trees.length - bit);
        more[bit] = tree;
        long[][] columns = new long[largest.length][];
        for (int at = 0; at < columns.length; at++) {
            long[] column = new long[more.length + 1];
            System.arraycopy(largest[at], 0, column, 0, bit);
            System.arraycopy(largest[at], bit, column, bit + 1, trees.length + 1 - bit);
            column[bit] = NOTHING;
            columns[at] = column;
        }
        return new Stand(more, classNumbers, columns, traits.opened(bit), aggregates.opened(bit))
                .remeasured(more, bit)
                .marked(bit, tree);
    }

    Stand removed(int bit) {
        Tree[] others = new Tree[trees.length - 1];
        System.arraycopy(trees, 0, others, 0, bit);
        System.arraycopy(trees, bit + 1, others, bit, others.length - bit);
        return of(others);
    }

    Stand from(int bit, int end) {
        return of(Arrays.copyOfRange(trees, bit, end));
    }

    private Stand marked(int bit, Tree tree) {
        IntStream traitsHere =
                IntStream.range(0, tree.size()).flatMap(member -> Arrays.stream(tree.traitNumbers(member)));
        IntStream aggregatesHere =
                IntStream.range(0, tree.size()).flatMap(member -> Arrays.stream(tree.aggregateNumbers(member)));
        return new Stand(
                trees, classNumbers, largest, traits.with(bit, traitsHere), aggregates.with(bit, aggregatesHere));
    }

    /** This stand with given trees, of which only the one at a bit differs, and the columns as that tree has them. */
    private Stand remeasured(Tree[] others, int bit) {
        Tree tree = others[bit];
        int[] sorted = tree.classNumbers();
        long[] here = largestIn(tree, sorted);
        int[] numbers = union(classNumbers, sorted);
        long[][] columns = new long[numbers.length][];
        for (int at = 0; at < numbers.length; at++) {
            int before = numbers == classNumbers ? at : Arrays.binarySearch(classNumbers, numbers[at]);
            int row = Arrays.binarySearch(sorted, numbers[at]);
            long[] column = before >= 0 ? largest[before] : empty(others.length);
            long most = row >= 0 ? here[row] : NOTHING;
            columns[at] = column[bit] == most ? column : withLargest(column, bit, most);
        }
        return new Stand(others, numbers, columns, traits, aggregates);
    }

    /** All numbers of both, ascending; the first object itself if it has all of the second. */
    private static int[] union(int[] numbers, int[] others) {
        for (int number : others) {
            if (Arrays.binarySearch(numbers, number) < 0) {
                return IntStream.concat(Arrays.stream(numbers), Arrays.stream(others))
                        .sorted()
                        .distinct()
                        .toArray();
            }
        }
        return numbers;
    }

    /** For each of the classes that the tree has, the most that a single request could get. */
    private static long[] largestIn(Tree tree, int[] classNumbers) {
        long[] most = new long[classNumbers.length];
        Arrays.fill(most, NOTHING);
        for (int row = 0; row < tree.rows(); row++) {
            int at = Arrays.binarySearch(classNumbers, tree.classNumber(row));
            most[at] = Math.max(most[at], tree.largest(row));
        }
        return most;
    }

    private static long[] withLargest(long[] column, int bit, long here) {
        long[] changed = column.clone();
        int most = column.length - 1;
        changed[bit] = here;
        changed[most] = NOTHING;
        for (int at = 0; at < most; at++) {
            changed[most] = Math.max(changed[most], changed[at]);
        }
        return changed;
    }

    private static long[] empty(int trees) {
        long[] column = new long[trees + 1];
        Arrays.fill(column, NOTHING);
        return column;
    }
}
