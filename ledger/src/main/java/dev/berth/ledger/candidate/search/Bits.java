package dev.berth.ledger.candidate.search;

/** Sets of small numbers as the bits of a few {@code long}s: a search makes too many to give each an object. */
final class Bits {
    private static final long[] NONE = {};

    private Bits() {}

    /** An empty set for numbers below a bound. */
    static long[] below(int bound) {
        return bound == 0 ? NONE : new long[(bound + Long.SIZE - 1) / Long.SIZE];
    }

    static void set(long[] bits, int number) {
        bits[number / Long.SIZE] |= 1L << number;
    }

    static boolean has(long[] bits, int number) {
        return (bits[number / Long.SIZE] >>> number & 1) != 0;
    }

    static void addAll(long[] bits, long[] more) {
        for (int at = 0; at < bits.length; at++) {
            bits[at] |= more[at];
        }
    }

    static int count(long[] bits) {
        int count = 0;
        for (long some : bits) {
            count += Long.bitCount(some);
        }
        return count;
    }
}
