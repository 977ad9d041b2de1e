package dev.berth.ledger.candidate.search;

/** What may be lacking where a request is not met. */
public enum Reason {
    /** The provider has it, but too much of it is used. */
    NO_ROOM_NOW(1),
    /** The host is drained; it could serve the request otherwise. */
    DRAINED(1),
    /** Each demand can be met, but not all of them together. */
    NOT_TOGETHER(2),
    MISSING_TRAIT(3),
    FORBIDDEN_TRAIT(3),
    NOT_IN_AGGREGATE(3),
    IN_FORBIDDEN_AGGREGATE(3),
    /** Capacity or units would not allow it even if nothing were used. */
    NEVER_FITS(5),
    OTHER_TREE(6),
    /** The provider has no inventory of the class. */
    NO_INVENTORY(9);

    private final int distance;

    Reason(int distance) {
        this.distance = distance;
    }

    /** How far it is from being met, to rank the trees without a candidate. */
    public int distance() {
        return distance;
    }
}
