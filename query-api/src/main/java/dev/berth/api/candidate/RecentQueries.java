package dev.berth.api.candidate;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.berth.api.http.QueryString;
import dev.berth.api.microversion.Microversion;
import dev.berth.events.model.Region;
import dev.berth.ledger.candidate.search.ExistenceCheck;
import dev.berth.ledger.candidate.search.PreparedSearch;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;

/**
 * What was asked lately, as it was read. Schedulers ask the same few questions over and over, one for each flavor, and
 * to judge one against its schema takes longer than most searches. What a query means follows from its text and the
 * version alone, so nothing here ever grows stale. Thread-safe.
 */
final class RecentQueries {
    private static final int QUERIES_MAX = 1024;

    /** Longer ones are rare, and would let a client fill the memory. */
    private static final int CHARACTERS_MAX = 4096;

    private final Cache<Asked, Read> queries =
            CacheBuilder.newBuilder().maximumSize(QUERIES_MAX).build();

    private record Asked(Region region, Microversion version, String text) {}

    /** A query of Placement's, what Berth lets one ask besides, and the search that it meant last. */
    static final class Read {
        private final CandidateQuery query;
        private final SearchOptions options;
        private final Microversion version;
        private volatile Optional<PreparedSearch> last = Optional.empty();

        private Read(QueryString asked, Microversion version) {
            this.options = SearchOptions.of(asked, version);
            this.query = CandidateQuery.parse(options.query(), version);
            this.version = version;
        }

        CandidateQuery query() {
            return query;
        }

        SearchOptions options() {
            return options;
        }

        /**
         * The search that the query means in a view; empty if it can find nothing.
         *
         * @throws dev.berth.api.problem.ProblemException 400 if it names what the region does not know
         */
        Optional<PreparedSearch> search(RegionView view, ExistenceCheck existence) {
            CandidateRequests requests = new CandidateRequests(view, existence);
            Optional<PreparedSearch> known = last;
            // That nobody is in the aggregates changes what is looked at.
            boolean isInNobody = requests.isInNobody(query);
            if (known.isPresent() && known.get().isFor(view) && !isInNobody) {
                return known;
            }
            Optional<PreparedSearch> search = requests.of(query, version)
                    .map(request -> options.shuffleSeed().isPresent()
                            ? request.shuffledBy(options.shuffleSeed().getAsLong())
                            : request)
                    .map(request -> PreparedSearch.of(view, request));
            if (!isInNobody
                    && !existence.isSpent()
                    && search.map(found -> found.isFor(view)).orElse(true)) {
                last = search;
            }
            return search;
        }
    }

    /** A query that was read lately for a region, which keeps the search that it meant there. */
    Optional<Read> known(Region region, QueryString query, Microversion version) {
        return Optional.ofNullable(queries.getIfPresent(new Asked(region, version, query.text())));
    }

    /**
     * Reads a query, or finds it read.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if it is malformed
     */
    Read read(Region region, QueryString query, Microversion version) {
        return known(region, query, version).orElseGet(() -> {
            Read read = new Read(query, version);
            if (query.text().length() <= CHARACTERS_MAX) {
                queries.put(new Asked(region, version, query.text()), read);
            }
            return read;
        });
    }
}
