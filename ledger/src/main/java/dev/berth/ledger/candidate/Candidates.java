package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * The answer to a request, read from one view of the region.
 *
 * @param candidates in an order that depends on the state and the request alone, see {@link CandidateSearch}
 * @param summaries every provider of the trees that a candidate takes from; only the providers taken from if the client does not
 *     know of trees. Made while it is walked, so that an answer can be written without holding all of them
 * @param cut why there may be more candidates than these though no limit asked for fewer; empty if there are none or the limit did
 * @param steps how many partial candidates were looked at: the cost of the search, the same on every machine
 */
public record Candidates(
        ImmutableList<Candidate> candidates, Iterable<ProviderSummary> summaries, Optional<Cut> cut, long steps) {
    /** No candidates, found without a step. */
    public static final Candidates NONE = new Candidates(ImmutableList.of(), ImmutableList.of(), Optional.empty(), 0);

    /** Which bound ended the search early. */
    public enum Cut {
        /** {@link SearchBudget#candidates} were found. */
        CANDIDATES,
        /** {@link SearchBudget#steps} were made. */
        STEPS
    }
}
