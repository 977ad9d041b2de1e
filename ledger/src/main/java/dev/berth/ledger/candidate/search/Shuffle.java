package dev.berth.ledger.candidate;

import dev.berth.ledger.forest.Tree;
import java.util.OptionalLong;

/**
 * Orders things as a seed says, or leaves them as they are if there is none. The numbers are those of SplitMix64, so
 * that a seed gives the same order on every machine and in every version of Java. For one thread.
 */
final class Shuffle {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private final boolean isOn;
    private final long seed;
    private long state;

    Shuffle(OptionalLong seed) {
        this.isOn = seed.isPresent();
        this.seed = seed.orElse(0);
        this.state = this.seed;
    }

    /** The order of one tree's places, the same whenever its search begins. */
    Shuffle in(Tree anchor) {
        return isOn ? new Shuffle(OptionalLong.of(seed ^ anchor.idHigh(0) * STEP ^ anchor.idLow(0))) : this;
    }

    /** The numbers from 0 on, in some order. */
    int[] order(int size) {
        int[] order = new int[size];
        for (int at = 0; at < size; at++) {
            order[at] = at;
        }
        for (int at = size - 1; isOn && at > 0; at--) {
            int other = below(at + 1);
            int moved = order[at];
            order[at] = order[other];
            order[other] = moved;
        }
        return order;
    }

    /** The next bit of the word to be visited, which must have one. */
    int pick(long word) {
        int skipped = isOn ? below(Long.bitCount(word)) : 0;
        long rest = word;
        for (; skipped > 0; skipped--) {
            rest &= rest - 1;
        }
        return Long.numberOfTrailingZeros(rest);
    }

    /** Orders the first so many of the places. */
    void apply(Place[] places, int count) {
        for (int at = count - 1; isOn && at > 0; at--) {
            int other = below(at + 1);
            Place moved = places[at];
            places[at] = places[other];
            places[other] = moved;
        }
    }

    private int below(int bound) {
        state += STEP;
        long mixed = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return (int) Long.remainderUnsigned(mixed ^ mixed >>> 31, bound);
    }
}
