package dev.berth.api.candidate;

import dev.berth.ledger.candidate.capacity.CapacityCount;
import dev.berth.ledger.candidate.capacity.CapacityTotal;
import dev.berth.ledger.candidate.capacity.TreeCounts;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;

/**
 * The capacity of one shape in one region, counted again only where the region has changed. One thread counts, any
 * other may read.
 */
final class ShapeCapacity {
    private static final double NANOS = 1e9;

    private final NamedShape shape;
    private final TreeCounts known = new TreeCounts();
    private RegionView counted;
    private volatile CapacityTotal total = new CapacityTotal(0, true);
    private volatile long seenNs = System.nanoTime();

    ShapeCapacity(NamedShape shape) {
        this.shape = shape;
    }

    /** Counts in a view that was current at a time, unless it is the one of which all was counted before. */
    void count(RegionView view, long nowNs) {
        if (view != counted || total.isCut()) {
            Optional<CandidateRequest> request = shape.request(view);
            total = request.map(asked -> CapacityCount.total(view, asked, CapacityCount.STEPS_MAX, known))
                    .orElse(new CapacityTotal(0, false));
            counted = view;
        }
        seenNs = nowNs;
    }

    String name() {
        return shape.name();
    }

    CapacityTotal total() {
        return total;
    }

    /** How long ago the region was seen to be as it was when it was counted. */
    double ageSeconds() {
        return (System.nanoTime() - seenNs) / NANOS;
    }
}
