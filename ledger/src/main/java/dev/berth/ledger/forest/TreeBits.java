package dev.berth.ledger.forest;

import java.util.Arrays;
import java.util.stream.IntStream;

/** For each trait or aggregate of a block, a set of trees: one bit for each tree that has it. Immutable. */
final class TreeBits {
    static final TreeBits EMPTY = new TreeBits(new int[0], new long[0]);

    /** Ascending; {@code bits[i]} belongs to {@code numbers[i]} and is not 0. */
    private final int[] numbers;

    private final long[] bits;

    private TreeBits(int[] numbers, long[] bits) {
        this.numbers = numbers;
        this.bits = bits;
    }

    long get(int number) {
        int at = Arrays.binarySearch(numbers, number);
        return at < 0 ? 0 : bits[at];
    }

    /** A copy in which the tree at a bit has the given numbers and no others. */
    TreeBits with(int bit, IntStream present) {
        int[] here = present.sorted().distinct().toArray();
        int[] moreNumbers = new int[numbers.length + here.length];
        long[] moreBits = new long[moreNumbers.length];
        int size = 0;
        int old = 0;
        int fresh = 0;
        while (old < numbers.length || fresh < here.length) {
            boolean takesOld = fresh == here.length || old < numbers.length && numbers[old] <= here[fresh];
            boolean takesFresh = old == numbers.length || fresh < here.length && here[fresh] <= numbers[old];
            long merged = takesOld ? bits[old] & ~(1L << bit) : 0;
            merged |= takesFresh ? 1L << bit : 0;
            if (merged != 0) {
                moreNumbers[size] = takesOld ? numbers[old] : here[fresh];
                moreBits[size++] = merged;
            }
            old += takesOld ? 1 : 0;
            fresh += takesFresh ? 1 : 0;
        }
        return new TreeBits(Arrays.copyOf(moreNumbers, size), Arrays.copyOf(moreBits, size));
    }

    /** A copy with room for one more tree: the bits from this one on move up. */
    TreeBits withGapAt(int bit) {
        long below = (1L << bit) - 1;
        return new TreeBits(
                numbers,
                Arrays.stream(bits)
                        .map(set -> set & below | (set & ~below) << 1)
                        .toArray());
    }
}
