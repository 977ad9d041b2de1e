package dev.berth.ledger.candidate.search;

import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.forest.Symbols;
import dev.berth.ledger.state.Catalogue;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;

/**
 * A request made ready to be searched for, in the view that it was prepared in and in all others that it {@link #isFor
 * is for}: claims change what is free, and nothing that a request names. Thread-safe.
 */
public final class PreparedSearch {
    private final CandidateRequest request;
    private final Optional<StructureMatches.OfPlan> matches;
    private final Catalogue catalogue;
    private final Symbols symbols;

    /** Whether it names a provider or devices, which may be gone in the next view. */
    private final boolean isForOneView;

    private PreparedSearch(CandidateRequest request, RegionView view) {
        this.request = request;
        this.matches = Plan.of(view, request).map(StructureMatches.OfPlan::new);
        this.catalogue = view.catalogue();
        this.symbols = view.forest().symbols();
        this.isForOneView = request.groups().stream()
                .anyMatch(
                        group -> group.inTree().isPresent() || !group.devices().isEmpty());
    }

    public static PreparedSearch of(RegionView view, CandidateRequest request) {
        return new PreparedSearch(request, view);
    }

    /** Whether the request means the same in another view; it may say no where it does. */
    public boolean isFor(RegionView view) {
        return !isForOneView
                && catalogue == view.catalogue()
                && symbols == view.forest().symbols();
    }

    public CandidateRequest request() {
        return request;
    }

    /**
     * Finds the candidates in the view that it was prepared in, or one that it is for.
     *
     * @see CandidateSearch
     */
    public Candidates search(RegionView view, SearchBudget budget) {
        return matches.isPresent() ? CandidateSearch.search(view, matches.get(), budget) : Candidates.NONE;
    }
}
