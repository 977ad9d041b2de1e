package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.ResourceClass;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a request, read from one view of the region: candidates, in an order that depends on the state and the
 * request alone (see {@link CandidateSearch}), and the providers that it tells of. Both are kept as references into the
 * view, a few bytes a candidate, and read with cursors. Immutable.
 */
public final class Candidates {
    /** No candidates, found without a step. */
    public static final Candidates NONE =
            new Candidates(Plan.NOTHING, new Found(0), ImmutableList.of(), new ShownTrees(false), Optional.empty(), 0);

    private final Plan plan;
    private final Found found;
    private final List<Candidate> completed;
    private final ShownTrees shown;
    private final Optional<Cut> cut;
    private final long steps;

    /** Which bound ended the search early. */
    public enum Cut {
        /** {@link SearchBudget#candidates} were found. */
        CANDIDATES,
        /** {@link SearchBudget#steps} were made. */
        STEPS
    }

    /** Takes over what is given, which nobody may change any more. */
    Candidates(Plan plan, Found found, List<Candidate> completed, ShownTrees shown, Optional<Cut> cut, long steps) {
        this.plan = plan;
        this.found = found;
        this.completed = completed;
        this.shown = shown;
        this.cut = cut;
        this.steps = steps;
    }

    /** How many candidates there are. */
    public int size() {
        return found.size();
    }

    /** The classes that the request names, in order of their names. */
    public ImmutableList<ResourceClass> classes() {
        return plan.classes();
    }

    /** Stands before the first candidate. */
    public CandidateCursor cursor() {
        return new CandidateCursor(plan, found, completed);
    }

    /** Stands before the first provider that the answer tells of. */
    public ProviderCursor providers() {
        return new ProviderCursor(shown);
    }

    /** All candidates as values; for whoever wants few of them. */
    public ImmutableList<Candidate> candidates() {
        ImmutableList.Builder<Candidate> candidates = ImmutableList.builder();
        for (CandidateCursor cursor = cursor(); cursor.next(); ) {
            candidates.add(cursor.candidate());
        }
        return candidates.build();
    }

    /** All providers that the answer tells of, as values. */
    public ImmutableList<ProviderSummary> summaries() {
        ImmutableList.Builder<ProviderSummary> summaries = ImmutableList.builder();
        for (ProviderCursor cursor = providers(); cursor.next(); ) {
            summaries.add(cursor.summary());
        }
        return summaries.build();
    }

    /**
     * Why there may be more candidates than these though no limit asked for fewer; empty if there are none or the limit
     * did.
     */
    public Optional<Cut> cut() {
        return cut;
    }

    /** How many partial candidates were looked at: the cost of the search, the same on every machine. */
    public long steps() {
        return steps;
    }
}
