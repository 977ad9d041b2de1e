package dev.berth.ledger.candidate;

/**
 * How much one search may cost at most, whatever is asked: requests can describe more candidates than there are atoms.
 *
 * @param candidates the most candidates in one answer; a larger limit in the request does not raise it
 * @param steps the most partial candidates that are looked at; a step takes well under a microsecond
 */
public record SearchBudget(int candidates, long steps) {
    /** What is over in a millisecond or two, so that whoever asks may wait for it where others wait too. */
    public static final SearchBudget SMALL = new SearchBudget(1_000, 50_000);

    public static final SearchBudget DEFAULT = new SearchBudget(100_000, 5_000_000);

    /**
     * What an account of a search may cost, which looks at every provider; enough for some hundred thousand of them.
     */
    public static final SearchBudget EXPLANATION = new SearchBudget(0, 50_000_000);
}
