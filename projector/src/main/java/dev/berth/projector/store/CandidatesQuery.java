package dev.berth.projector.store;

import dev.berth.events.model.Region;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.search.CandidateSearch;

/** Where something could be placed. */
public record CandidatesQuery(Region region, CandidateRequest request) implements RegionQuery<Candidates> {
    @Override
    public Candidates answer(RegionSnapshot snapshot) {
        return CandidateSearch.search(snapshot.view(), request);
    }
}
