package dev.berth.api.candidate;

import dev.berth.api.command.Backend;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.problem.ProblemException;
import dev.berth.ledger.candidate.explain.Explainer;
import dev.berth.ledger.candidate.explain.Explanation;
import dev.berth.ledger.candidate.explain.ExplanationText;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.search.ExistenceCheck;
import dev.berth.ledger.candidate.search.PreparedSearch;
import dev.berth.ledger.candidate.search.SearchBudget;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * GET /allocation_candidates (1.10): where a request could be placed. A search begins where the request came in, with a
 * small budget; one that turns out to need more, or can be seen to before, is made by {@link SearchThreads}.
 */
public final class CandidateHandler {
    /** Says that the search was cut off before it had found everything, and by which bound. */
    private static final String CUT_HEADER = "x-berth-candidates-cut";

    /** Queries with more parameters take longer to read than most searches take. */
    private static final int FEW_PARAMETERS = 32;

    private final Backend backend;
    private final SearchThreads threads;
    private final RecentQueries queries = new RecentQueries();
    private final KeptSummaries kept = new KeptSummaries();

    public CandidateHandler(Backend backend) {
        this.backend = backend;
        this.threads = new SearchThreads(backend.meters());
    }

    public CompletionStage<Answer> find(Call call) {
        Optional<PreparedQuery> known = queries.known(call.region(), call.query(), call.version());
        if (known.isEmpty() && call.query().parameters().size() > FEW_PARAMETERS) {
            return threads.make(() -> findAll(call, read(call)));
        }
        PreparedQuery asked = known.orElseGet(() -> read(call));
        return findSoon(call, asked)
                .<CompletionStage<Answer>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> threads.make(() -> findAll(call, asked)));
    }

    private PreparedQuery read(Call call) {
        return queries.read(call.region(), call.query(), call.version());
    }

    /** The answer within {@link SearchBudget#SMALL}; empty if it takes more, also to know whether it is an error. */
    private Optional<Answer> findSoon(Call call, PreparedQuery asked) {
        CandidateQuery query = asked.query();
        if (query.isExplained() || query.limit().orElse(0) > SearchBudget.SMALL.candidates()) {
            return Optional.empty();
        }
        RegionView view = backend.view(call);
        ExistenceCheck existence = new ExistenceCheck(view, SearchBudget.SMALL);
        Optional<PreparedSearch> search = Optional.empty();
        try {
            search = asked.search(view, existence);
        } catch (ProblemException unknownName) {
            // With more steps it may turn out that nothing is found before that name.
            if (!existence.isSpent()) {
                throw unknownName;
            }
        }
        if (existence.isSpent()) {
            return Optional.empty();
        }
        Candidates found = search(search, view, SearchBudget.SMALL);
        if (found.cut().isPresent()) {
            return Optional.empty();
        }
        threads.meters().small();
        return Optional.of(answer(call, found, Optional.empty()));
    }

    /** The answer within {@link SearchBudget#DEFAULT}, explained if that is asked for. */
    private Answer findAll(Call call, PreparedQuery asked) {
        RegionView view = backend.view(call);
        Optional<PreparedSearch> search = asked.search(view, new ExistenceCheck(view, SearchBudget.DEFAULT));
        if (!asked.query().isExplained()) {
            return answer(call, searchAll(search, view), Optional.empty());
        }
        Explanation explanation = search.map(ready -> Explainer.explain(view, ready.request()))
                .orElseGet(() -> Explainer.impossible(
                        view, "trees that can serve the groups before the first unknown class or trait"));
        if (call.prefersText()) {
            return Answer.text(200, Answer.TEXT + "; charset=utf-8", ExplanationText.of(explanation))
                    .modified(System.currentTimeMillis());
        }
        Candidates found = searchAll(search, view);
        return answer(call, found, Optional.of(ExplanationWriter.bytes(explanation)));
    }

    private Candidates searchAll(Optional<PreparedSearch> search, RegionView view) {
        Candidates found = search(search, view, SearchBudget.DEFAULT);
        threads.meters().large(found);
        return found;
    }

    private static Candidates search(Optional<PreparedSearch> search, RegionView view, SearchBudget budget) {
        return search.map(ready -> ready.search(view, budget)).orElse(Candidates.NONE);
    }

    private Answer answer(Call call, Candidates found, Optional<byte[]> explanation) {
        Answer made = Answer.inPieces(new CandidatesBody(found, kept, call.version(), explanation));
        Answer answer = threads.admit(made, found.bytes()).modified(System.currentTimeMillis());
        found.cut().ifPresent(cut -> answer.header(CUT_HEADER, cut.name()));
        return answer;
    }
}
