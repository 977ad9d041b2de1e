package dev.berth.ledger.forest;

import dev.berth.events.model.ProviderId;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Up to 64 trees that follow each other in order of their roots, and an index that answers for all of them at once:
 * each answer is a {@code long} with one bit for each tree. A bit says that the tree has something somewhere; whether
 * one of its providers has all that is asked for is found out by looking at the tree. Immutable.
 */
public final class TreeBlock {
    static final int MOST_TREES = Long.SIZE;

    static final TreeBlock EMPTY =
            new TreeBlock(new Tree[0], new int[0], new long[0][], TreeBits.EMPTY, TreeBits.EMPTY);

    private static final long NOTHING = Long.MIN_VALUE;

    private final Tree[] trees;

    /** The classes of which any tree has inventory, ascending. */
    private final int[] classNumbers;

    /** By class and tree the most that one request could get there; after the last tree, the most of all trees. */
    private final long[][] largest;

    private final TreeBits traits;
    private final TreeBits aggregates;

    private TreeBlock(Tree[] trees, int[] classNumbers, long[][] largest, TreeBits traits, TreeBits aggregates) {
        this.trees = trees;
        this.classNumbers = classNumbers;
        this.largest = largest;
        this.traits = traits;
        this.aggregates = aggregates;
    }

    /** A block of these trees, which must be in order of their roots. */
    static TreeBlock of(Tree... trees) {
        TreeBlock block = EMPTY;
        for (Tree tree : trees) {
            block = block.inserted(block.trees.length, tree);
        }
        return block;
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
        long bits = 0;
        for (int bit = 0; bit < trees.length; bit++) {
            bits |= column[bit] >= amount ? 1L << bit : 0;
        }
        return bits;
    }

    /** The trees that have, for each trait, some provider that has it. */
    public long withAllTraits(int[] traitNumbers) {
        long each = all();
        for (int trait : traitNumbers) {
            each &= traits.get(trait);
        }
        return each;
    }

    /** The trees in which some provider has one of the traits. */
    public long withAnyTrait(int[] traitNumbers) {
        long any = 0;
        for (int trait : traitNumbers) {
            any |= traits.get(trait);
        }
        return any;
    }

    /** The trees in which some provider is in one of the aggregates. */
    public long inAnyAggregate(int[] aggregateNumbers) {
        long any = 0;
        for (int aggregate : aggregateNumbers) {
            any |= aggregates.get(aggregate);
        }
        return any;
    }

    /** The trees that have, for each set, some provider in one of its aggregates. */
    public long inAggregateOfEach(int[][] sets) {
        long each = all();
        for (int at = 0; at < sets.length && each != 0; at++) {
            each &= inAnyAggregate(sets[at]);
        }
        return each;
    }

    /** The bit of the tree with this root; 0 if it is not here. */
    public long bit(ProviderId root) {
        int bit = position(root);
        return bit < 0 ? 0 : 1L << bit;
    }

    /** The position of the tree with this root; if there is none, where it would be, as {@code -position - 1}. */
    int position(ProviderId root) {
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

    /** The tree, with the structure object of a tree of this block if one has the same structure. */
    Tree sharingStructure(Tree tree) {
        TreeStructure before = null;
        for (Tree other : trees) {
            if (other.structure() != before) {
                before = other.structure();
                Tree sharing = tree.sharingStructureOf(other);
                if (sharing != tree) {
                    return sharing;
                }
            }
        }
        return tree;
    }

    ProviderId first() {
        return trees[0].root();
    }

    /** This block with another tree in the place of one. */
    TreeBlock replaced(int bit, Tree tree) {
        Tree before = trees[bit];
        Tree[] others = trees.clone();
        others[bit] = tree;
        TreeBlock counted = remeasured(others, bit);
        return tree.hasTraitsAndAggregatesOf(before) ? counted : counted.indexed(bit, tree);
    }

    TreeBlock inserted(int bit, Tree tree) {
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
        return new TreeBlock(more, classNumbers, columns, traits.withGapAt(bit), aggregates.withGapAt(bit))
                .remeasured(more, bit)
                .indexed(bit, tree);
    }

    TreeBlock removed(int bit) {
        Tree[] others = new Tree[trees.length - 1];
        System.arraycopy(trees, 0, others, 0, bit);
        System.arraycopy(trees, bit + 1, others, bit, others.length - bit);
        return of(others);
    }

    TreeBlock from(int bit, int end) {
        return of(Arrays.copyOfRange(trees, bit, end));
    }

    private TreeBlock indexed(int bit, Tree tree) {
        IntStream traitsHere =
                IntStream.range(0, tree.size()).flatMap(member -> Arrays.stream(tree.traitNumbers(member)));
        IntStream aggregatesHere =
                IntStream.range(0, tree.size()).flatMap(member -> Arrays.stream(tree.aggregateNumbers(member)));
        return new TreeBlock(
                trees, classNumbers, largest, traits.with(bit, traitsHere), aggregates.with(bit, aggregatesHere));
    }

    /** This block with the given trees, of which only the one at a bit differs, and its columns brought up to date. */
    private TreeBlock remeasured(Tree[] others, int bit) {
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
        return new TreeBlock(others, numbers, columns, traits, aggregates);
    }

    /** All numbers of both, ascending; the first array itself if it has all of the second. */
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
