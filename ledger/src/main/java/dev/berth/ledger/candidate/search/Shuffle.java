package dev.berth.ledger.candidate.search;

import dev.berth.ledger.forest.Tree;
import java.util.OptionalLong;

/**
 * Puts things in the order that a seed gives, or leaves them as they are without a seed. It has the numbers of
 * SplitMix64, so that a seed gives the same order on every machine and in every version of Java. Not thread-safe.
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

    /** The shuffle of one tree's bins, the same whenever a search of the tree begins. */
    Shuffle in(Tree anchor) {
        return isOn ? new Shuffle(OptionalLong.of(seed ^ anchor.idHigh(0) * STEP ^ anchor.idLow(0))) : this;
    }

    /** The numbers from 0 on, shuffled. */
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

    /** One of the bits, of which there must be one. */
    int pick(long bits) {
        int skipped = isOn ? below(Long.bitCount(bits)) : 0;
        long rest = bits;
        for (; skipped > 0; skipped--) {
            rest &= rest - 1;
        }
        return Long.numberOfTrailingZeros(rest);
    }

    /** Shuffles the bins below a bound. */
    void apply(Bin[] bins, int count) {
        for (int at = count - 1; isOn && at > 0; at--) {
            int other = below(at + 1);
            Bin moved = bins[at];
            bins[at] = bins[other];
            bins[other] = moved;
        }
    }

    private int below(int bound) {
        state += STEP;
        long mixed = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return (int) Long.remainderUnsigned(mixed ^ mixed >>> 31, bound);
    }
}
