package dev.berth.computenode;

import java.util.OptionalDouble;

/**
 * One kind of resource as a compute node record keeps it.
 *
 * @param used starts from the host's reserve at every audit of the tracker; what guests use comes on top
 * @param allocationRatio empty or 0 where nobody has set one; which of the two is kept, for the record belongs to
 *     somebody else
 */
public record LegacyStock(long total, long used, OptionalDouble allocationRatio) {
    public static final LegacyStock NONE = new LegacyStock(0, 0, OptionalDouble.empty());

    public LegacyStock {
        if (total < 0 || used < 0) {
            throw new IllegalArgumentException(
                    "expected total and used of 0 or more but got " + total + " and " + used);
        }
    }

    /** What free_ram_mb and its like say: it knows no ratio and is negative under overcommit. */
    public long free() {
        return total - used;
    }

    LegacyStock withUsed(long newUsed) {
        return new LegacyStock(total, newUsed, allocationRatio);
    }
}
