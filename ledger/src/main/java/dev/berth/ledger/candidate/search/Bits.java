package dev.berth.ledger.candidate;

/**
 * Sets of small numbers as the bits of a few words, made for every place of a search and so without objects of their
 * own.
 */
final class Marks {
    private static final long[] NONE = {};

    private Marks() {}

    /** An empty set that can take the numbers below a bound. */
    static long[] below(int bound) {
        return bound == 0 ? NONE : new long[(bound + Long.SIZE - 1) / Long.SIZE];
    }

    static void set(long[] marks, int number) {
        marks[number / Long.SIZE] |= 1L << number;
    }

    static void add(long[] marks, long[] more) {
        for (int word = 0; word < marks.length; word++) {
            marks[word] |= more[word];
        }
    }
}
