package dev.berth.ledger.candidate.result;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.Demands;
import dev.berth.ledger.candidate.request.RequestGroup;
import java.util.Optional;

/**
 * The answer to a request, read from one view of the region: candidates, in an order that depends on the state and the
 * request alone, and the providers that it summarizes. Both are references into the view, a few bytes for each
 * candidate, and are read with cursors. Immutable.
 */
public final class Candidates {
    /** No candidates, found without a step. */
    public static final Candidates NONE = new Candidates(
            new CandidateTable(new Demands(CandidateRequest.of(RequestGroup.of("_", ImmutableSortedMap.of()))), 1),
            Optional.empty(),
            0);

    private final CandidateTable table;
    private final Optional<Cut> cut;
    private final long steps;

    /** Which bound ended the search early. */
    public enum Cut {
        /** The most candidates of the budget were found. */
        CANDIDATES,
        /** The most steps of the budget were made. */
        STEPS
    }

    /** Takes over the table, which nobody may change any more. */
    public Candidates(CandidateTable table, Optional<Cut> cut, long steps) {
        this.table = table;
        this.cut = cut;
        this.steps = steps;
    }

    public int size() {
        return table.size();
    }

    /** About how much memory is held as long as anyone reads them, in bytes. */
    public long bytes() {
        return table.bytes();
    }

    /** The classes that the request names, in order of their names. */
    public ImmutableList<ResourceClass> classes() {
        return table.demands().classes();
    }

    /** A cursor before the first candidate. */
    public CandidateCursor cursor() {
        return new CandidateCursor(table);
    }

    /** A cursor before the first provider that the answer summarizes. */
    public ProviderCursor providers() {
        return new ProviderCursor(table.summarized());
    }

    /** All candidates as values, for callers that want few of them. */
    public ImmutableList<Candidate> candidates() {
        ImmutableList.Builder<Candidate> candidates = ImmutableList.builder();
        for (CandidateCursor cursor = cursor(); cursor.next(); ) {
            candidates.add(cursor.candidate());
        }
        return candidates.build();
    }

    /** The bound because of which there may be more candidates than these; empty if there is none but the limit. */
    public Optional<Cut> cut() {
        return cut;
    }

    /** The cost of the search in steps, about one for each partial candidate; the same on every machine. */
    public long steps() {
        return steps;
    }
}
