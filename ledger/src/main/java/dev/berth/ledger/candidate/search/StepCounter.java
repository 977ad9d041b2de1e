package dev.berth.ledger.candidate.search;

/** Counts the steps of one search against its budget. Not thread-safe. */
public final class StepCounter {
    /** What it costs to decide one command, in steps. */
    public static final int DECISION = 64;

    private final long budget;
    private long made;

    public StepCounter(long budget) {
        this.budget = budget;
    }

    public void add(long steps) {
        made += steps;
    }

    /** How many steps may still be made. */
    public long left() {
        return Math.max(0, budget - made);
    }

    public boolean isSpent() {
        return made >= budget;
    }

    public long made() {
        return made;
    }
}
