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

    boolean areSpent() {
        return made >= most;
    }

    long made() {
        return made;
    }
}
