package dev.berth.ledger.candidate.search;

/**
 * How much one search may cost at most, whatever is asked: the number of combinations has no bound.
 *
 * @param candidates the most candidates in one answer; a larger limit in the request does not raise it
 * @param steps about how many partial candidates are looked at, at most; a step takes well under a microsecond
 */
public record SearchBudget(int candidates, long steps) {
    /** Spent in a millisecond or two, so that an event loop may make the search itself. */
    public static final SearchBudget SMALL = new SearchBudget(1_000, 50_000);

    public static final SearchBudget DEFAULT = new SearchBudget(100_000, 5_000_000);

    /** For explanations, which look at every provider: enough for some hundred thousand of them. */
    public static final SearchBudget EXPLANATION = new SearchBudget(0, 50_000_000);
}
