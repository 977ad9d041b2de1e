package dev.berth.ledger.candidate.search;

/** Counts the steps of one search against its budget. Not thread-safe. */
public final class StepCounter {
    /** What it costs to decide one command, in steps. */
    public static final int DECISION = 64;

    /** After how many steps a search asks again whether it is to go on. */
    private static final long BETWEEN_CHECKS = 1 << 16;

    private final long budget;
    private final Runnable check;
    private long made;
    private long nextCheck = BETWEEN_CHECKS;

    public StepCounter(long budget) {
        this(budget, () -> {});
    }

    /**
     * A counter for a search that somebody may want to end.
     *
     * @param check called now and then; what it throws ends the search
     */
    public StepCounter(long budget, Runnable check) {
        this.budget = budget;
        this.check = check;
    }

    /** Counts some more steps; throws what the check throws. */
    public void add(long steps) {
        made += steps;
        if (made >= nextCheck) {
            nextCheck = made + BETWEEN_CHECKS;
            check.run();
        }
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
