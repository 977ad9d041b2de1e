package dev.berth.api.candidate;

import dev.berth.api.command.Backend;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.ledger.RegionView;
import dev.berth.ledger.candidate.CandidateRequest;
import dev.berth.ledger.candidate.CandidateSearch;
import dev.berth.ledger.candidate.Candidates;
import java.util.Optional;

/** GET /allocation_candidates (1.10): where a request could be placed. */
public final class CandidateHandler {
    /** Says that the search was cut off before it had found everything, and by which bound. */
    private static final String CUT_HEADER = "x-berth-candidates-cut";

    private final Backend backend;

    public CandidateHandler(Backend backend) {
        this.backend = backend;
    }

    public Answer find(Call call) {
        CandidateQuery query = CandidateQuery.parse(call.query(), call.version());
        RegionView view = backend.view(call);
        Optional<CandidateRequest> request = new CandidateRequests(view).of(query, call.version());
        if (request.isEmpty()) {
            return Answer.ok(CandidateWriter::writeNothing).modified(System.currentTimeMillis());
        }
        Candidates found = CandidateSearch.search(view, request.get());
        Answer answer = Answer.ok(json -> new CandidateWriter(json, call.version(), request.get()).write(found))
                .modified(System.currentTimeMillis());
        found.cut().ifPresent(cut -> answer.header(CUT_HEADER, cut.name()));
        return answer;
    }
}
