package dev.berth.api.candidate;

import dev.berth.api.http.Answer;
import dev.berth.api.http.Handler;
import dev.berth.api.http.QueryString;
import dev.berth.api.microversion.Microversion;
import dev.berth.events.model.Region;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.search.ExistenceCheck;
import dev.berth.ledger.candidate.search.SearchBudget;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;

/** Writes candidates that were found beforehand into every answer, so that a bench can tell writing from searching. */
public final class FoundBefore {
    private FoundBefore() {}

    /** Answers with what the newest version finds in the view. */
    public static Handler.Immediate in(RegionView view, String query) {
        PreparedQuery read = new RecentQueries().read(Region.DEFAULT, QueryString.of(query), Microversion.MAX);
        Candidates found = read.search(view, new ExistenceCheck(view, SearchBudget.DEFAULT))
                .orElseThrow()
                .search(view, SearchBudget.DEFAULT);
        KeptSummaries kept = new KeptSummaries();
        return call -> Answer.inPieces(new CandidatesBody(found, kept, Microversion.MAX, Optional.empty()))
                .modified(System.currentTimeMillis());
    }
}
