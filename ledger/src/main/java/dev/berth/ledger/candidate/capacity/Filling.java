package dev.berth.ledger.candidate.capacity;

import dev.berth.ledger.candidate.search.Anchor;
import dev.berth.ledger.state.RegionView;
import java.util.List;

/**
 * A region in which a request is claimed again and again, each time as the first candidate of a tree. Nothing of it is
 * written anywhere. Not thread-safe.
 */
interface Filling {
    /**
     * Claims the first candidate of each tree as often as it has one, in the order of the trees.
     *
     * @return how many claims were granted; too few once the steps are spent
     */
    long fill(List<Anchor> anchors);

    /** The region after all claims: its forest and devices, which searches look at. */
    RegionView view();
}
