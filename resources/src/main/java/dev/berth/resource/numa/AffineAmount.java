package dev.berth.resource.numa;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.resource.Amount;

/**
 * An amount of something that lies near NUMA cells. It is judged together with the cells of the guest in the same
 * request.
 */
public interface AffineAmount extends Amount {
    /** The same amount, for a guest that sits on these cells of the host. */
    AffineAmount near(ImmutableSortedSet<Integer> cells);

    /**
     * Whether it takes something, so that cells with more of it suit the guest better; else they are kept for others.
     */
    boolean wantsNearness();
}
