package dev.berth.api.candidate;

import dev.berth.api.command.Backend;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.ledger.candidate.CandidateSearch;
import dev.berth.ledger.candidate.Candidates;
import dev.berth.ledger.candidate.Census;
import dev.berth.ledger.candidate.Explanation;
import dev.berth.ledger.candidate.ExplanationText;
import dev.berth.ledger.candidate.PreparedSearch;
import dev.berth.ledger.candidate.SearchBudget;
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
    private final SummaryFragments fragments = new SummaryFragments();
    private final KeptSummaries kept = new KeptSummaries();

    public CandidateHandler(Backend backend) {
        this(backend, new SearchThreads());
    }

    CandidateHandler(Backend backend, SearchThreads threads) {
        this.backend = backend;
        this.threads = threads;
    }

    public CompletionStage<Answer> find(Call call) {
        Optional<RecentQueries.Read> known = queries.known(call.region(), call.query(), call.version());
        if (known.isEmpty() && call.query().parameters().size() > FEW_PARAMETERS) {
            return threads.make(
                    () -> find(call, read(call), SearchBudget.DEFAULT).orElseThrow());
        }
        RecentQueries.Read asked = known.orElseGet(() -> read(call));
        return find(call, asked, SearchBudget.SMALL)
                .<CompletionStage<Answer>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> threads.make(
                        () -> find(call, asked, SearchBudget.DEFAULT).orElseThrow()));
    }

    private RecentQueries.Read read(Call call) {
        return queries.read(call.region(), call.query(), call.version());
    }

    /** The answer within a budget; empty if the budget is small and not enough. */
    private Optional<Answer> find(Call call, RecentQueries.Read asked, SearchBudget budget) {
        boolean isSmall = budget == SearchBudget.SMALL;
        SearchOptions options = asked.options();
        if (isSmall && (options.isExplained() || asked.query().limit().orElse(0) > budget.candidates())) {
            return Optional.empty();
        }
        RegionView view = backend.view(call);
        Census census = new Census(view, budget);
        Optional<PreparedSearch> search = asked.search(view, census);
        if (isSmall && census.isSpent()) {
            return Optional.empty();
        }
        if (options.isExplained()) {
            return Optional.of(explained(call, view, search));
        }
        Candidates found = search.map(ready -> ready.search(view, budget)).orElse(Candidates.NONE);
        return isSmall && found.cut().isPresent()
                ? Optional.empty()
                : Optional.of(answer(call, found, Optional.empty()));
    }

    private Answer explained(Call call, RegionView view, Optional<PreparedSearch> search) {
        Explanation explanation = search.isPresent()
                ? CandidateSearch.explain(view, search.get().request())
                : CandidateSearch.explainImpossible(
                        view, "trees that can serve what is asked for before a name that nobody knows");
        if (call.prefersText()) {
            return Answer.text(200, Answer.TEXT + "; charset=utf-8", ExplanationText.of(explanation))
                    .modified(System.currentTimeMillis());
        }
        Candidates found =
                search.map(ready -> ready.search(view, SearchBudget.DEFAULT)).orElse(Candidates.NONE);
        return answer(call, found, Optional.of(ExplanationWriter.bytes(explanation)));
    }

    private Answer answer(Call call, Candidates found, Optional<byte[]> explanation) {
        Answer answer = threads.admit(
                        Answer.inPieces(new CandidatesBody(found, fragments, kept, call.version(), explanation)))
                .modified(System.currentTimeMillis());
        found.cut().ifPresent(cut -> answer.header(CUT_HEADER, cut.name()));
        return answer;
    }
}
