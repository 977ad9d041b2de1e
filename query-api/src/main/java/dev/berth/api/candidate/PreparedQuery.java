package dev.berth.api.candidate;

import dev.berth.ledger.candidate.search.ExistenceCheck;
import dev.berth.ledger.candidate.search.PreparedSearch;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;

/**
 * A query with the search that was last prepared for it, which serves all views in which the names of the query mean
 * the same. Thread-safe.
 */
final class PreparedQuery {
    private final CandidateQuery query;
    private volatile Optional<PreparedSearch> last = Optional.empty();

    PreparedQuery(CandidateQuery query) {
        this.query = query;
    }

    CandidateQuery query() {
        return query;
    }

    /**
     * The search for the query in a view; empty if it can find nothing.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if the query names what the region does not know
     */
    Optional<PreparedSearch> search(RegionView view, ExistenceCheck existence) {
        NameResolver names = new NameResolver(view, existence);
        Optional<PreparedSearch> known = last;
        // Whether anything is in an aggregate changes from view to view, and decides which names are looked at.
        boolean mayKeep = !names.hasGroupWithoutMembers(query);
        if (mayKeep && known.isPresent() && known.get().isFor(view)) {
            return known;
        }
        Optional<PreparedSearch> search = names.request(query).map(request -> PreparedSearch.of(view, request));
        if (mayKeep
                && !existence.isSpent()
                && search.map(made -> made.isFor(view)).orElse(true)) {
            last = search;
        }
        return search;
    }
}
