package dev.berth.projector.store;

import dev.berth.ledger.RegionFold;

/** What a store keeps of one region: the fold as it is now, and how far its rows say so. For one thread. */
final class KeptRegion {
    private final RowSums sums;
    private RegionFold fold;
    private Pending pending;
    private Moved moved = Moved.none();
    private boolean isUnsealed;

    KeptRegion(RegionFold fold, RowSums sums) {
        this.fold = fold;
        this.sums = sums;
        this.pending = new Pending(fold);
    }

    RegionFold fold() {
        return fold;
    }

    /** What the rows come to that are written. */
    RowSums sums() {
        return sums;
    }

    Pending pending() {
        return pending;
    }

    Moved moved() {
        return moved;
    }

    void take(RegionFold.Taken taken) {
        pending.add(taken);
        moved.add(taken.touched().usages(), taken.touched().devices());
        fold = taken.after();
    }

    boolean isTouched() {
        return isUnsealed || pending.written() != fold;
    }

    /** Rows were written as well, so the seal must be made again. */
    void reseal() {
        isUnsealed = true;
    }

    /** The rows say what the fold is. */
    void written() {
        isUnsealed = false;
        pending = new Pending(fold);
        moved = moved.next();
    }

    /** The rows were changed by another instance, and the fold follows them. */
    void follow(RegionFold after) {
        fold = after;
        pending = new Pending(after);
    }

    /** The projection rows that are ahead of the fold. */
    void moved(Moved ahead) {
        moved = ahead;
    }
}
