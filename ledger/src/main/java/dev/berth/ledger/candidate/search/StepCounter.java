package dev.berth.ledger.candidate;

/** Counts the steps of one search against its budget. For one thread. */
final class Steps {
    private final long most;
    private long made;

    Steps(long most) {
        this.most = most;
    }

    void make(long steps) {
        made += steps;
    }

    /** How many may still be made. */
    long left() {
        return Math.max(0, most - made);
    }

    boolean areSpent() {
        return made >= most;
    }

    long made() {
        return made;
    }
}
