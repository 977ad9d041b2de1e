package dev.berth.resource;

/**
 * How far the searches of one decision may go, all of them together: a search inside another takes from the same
 * budget. It is counted in steps and not in time, so that every replay gives up at the same place. Used by one thread
 * for one decision.
 *
 * <p>A step is to look at one thing, such as whether a cell of a guest fits on one of a host. What takes longer counts
 * for more.
 */
public final class StepBudget {
    /** Well under a second, and many times what the claims of real clouds take. */
    public static final long DECISION_STEPS = 10_000_000;

    private final long all;
    private long left;
    private boolean isSpent;

    private StepBudget(long all) {
        this.all = all;
        this.left = all;
    }

    public static StepBudget ofDecision() {
        return new StepBudget(DECISION_STEPS);
    }

    /** A budget for what decides nothing, and is bounded elsewhere if at all. */
    public static StepBudget unlimited() {
        return new StepBudget(Long.MAX_VALUE);
    }

    /** Whether the steps may be made; once some may not, no others may either. */
    public boolean take(long steps) {
        isSpent |= steps > left;
        left = isSpent ? 0 : left - steps;
        return !isSpent;
    }

    /** Whether a search has been given up for want of steps. */
    public boolean isSpent() {
        return isSpent;
    }

    public long taken() {
        return all - left;
    }
}
