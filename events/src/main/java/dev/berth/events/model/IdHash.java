package dev.berth.events.model;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * The hash of ids. {@link UUID#hashCode} folds the halves onto each other, so anyone who chooses ids can give thousands
 * of them one hash, and every table of them becomes a list. This one multiplies with numbers that are drawn once per
 * process: any two ids collide with a chance of 1 in 2^32, whatever they are, and nothing can come to depend on the
 * order of a table. A last step, which keeps different hashes different, spreads ids that follow one another over all
 * bits: a table looks at the lowest ones alone. Any thread may call it.
 */
public final class IdHash {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long A = RANDOM.nextLong();
    private static final long B = RANDOM.nextLong();
    private static final long C = RANDOM.nextLong();
    private static final long D = RANDOM.nextLong();
    private static final long E = RANDOM.nextLong();

    /** Odd, so that no two hashes become one: 2^32 divided by the golden ratio. */
    private static final int SPREAD = 0x9E37_79B1;

    private static final long LOWER_HALF = 0xFFFF_FFFFL;

    private IdHash() {}

    static int of(UUID id) {
        return of(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    /** The hash of the id with these halves. All of its bits are equally good. */
    public static int of(long high, long low) {
        long upper = (A + (high >>> Integer.SIZE)) * (B + (high & LOWER_HALF));
        long lower = (C + (low >>> Integer.SIZE)) * (D + (low & LOWER_HALF));
        return spread((int) (upper + lower + E >>> Integer.SIZE));
    }

    private static int spread(int hash) {
        int folded = (hash ^ hash >>> 16) * SPREAD;
        return folded ^ folded >>> 15;
    }
}
