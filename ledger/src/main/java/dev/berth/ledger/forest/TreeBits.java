package dev.berth.ledger.forest;

import java.util.Arrays;
import java.util.stream.IntStream;

/** For each of some numbers, the set of a stand's trees in which it occurs, as the bits of one word. Immutable. */
final class Words {
    static final Words EMPTY = new Words(new int[0], new long[0]);

    /** Ascending; {@code words[i]} belongs to {@code numbers[i]} and is not 0. */
    private final int[] numbers;

    private final long[] words;

    private Words(int[] numbers, long[] words) {
        this.numbers = numbers;
        this.words = words;
    }

    long get(int number) {
        int at = Arrays.binarySearch(numbers, number);
        return at < 0 ? 0 : words[at];
    }

    /** These words with the given numbers, and no other, at a bit. */
    Words with(int bit, IntStream present) {
        int[] here = present.sorted().distinct().toArray();
        int[] moreNumbers = new int[numbers.length + here.length];
        long[] moreWords = new long[moreNumbers.length];
        int size = 0;
        int old = 0;
        int fresh = 0;
        while (old < numbers.length || fresh < here.length) {
            boolean takesOld = fresh == here.length || old < numbers.length && numbers[old] <= here[fresh];
            boolean takesFresh = old == numbers.length || fresh < here.length && here[fresh] <= numbers[old];
            long word = takesOld ? words[old] & ~(1L << bit) : 0;
            word |= takesFresh ? 1L << bit : 0;
            if (word != 0) {
                moreNumbers[size] = takesOld ? numbers[old] : here[fresh];
                moreWords[size++] = word;
            }
            old += takesOld ? 1 : 0;
            fresh += takesFresh ? 1 : 0;
        }
        return new Words(Arrays.copyOf(moreNumbers, size), Arrays.copyOf(moreWords, size));
    }

    /** These words with an empty bit put in: the bits from there on move up. */
    Words opened(int bit) {
        long below = (1L << bit) - 1;
        return new Words(
                numbers,
                Arrays.stream(words)
                        .map(word -> word & below | (word & ~below) << 1)
                        .toArray());
    }
}
