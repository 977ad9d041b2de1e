package dev.berth.projector.store;

import dev.berth.ledger.RegionFold;

/** What a store keeps of one region: the fold as it is now, and how far its rows say so. For one thread. */
final class StoredRegion {
    private final RowSums sums;
    private RegionFold fold;
    private PendingChanges pending;
    private ChangedProjections moved = ChangedProjections.none();
    private boolean isUnsealed;

    StoredRegion(RegionFold fold, RowSums sums) {
        this.fold = fold;
        this.sums = sums;
        this.pending = new PendingChanges(fold);
    }

    RegionFold fold() {
        return fold;
    }

    /** What the rows come to that are written. */
    RowSums sums() {
        return sums;
    }

    PendingChanges pending() {
        return pending;
    }

    ChangedProjections moved() {
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
        pending = new PendingChanges(fold);
        moved = moved.next();
    }

    /** The rows were changed by another instance, and the fold follows them. */
    void follow(RegionFold after) {
        fold = after;
        pending = new PendingChanges(after);
    }

    /** The projection rows that are ahead of the fold. */
    void moved(ChangedProjections ahead) {
        moved = ahead;
    }
}
