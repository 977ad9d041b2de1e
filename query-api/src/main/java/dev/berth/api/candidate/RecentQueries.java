package dev.berth.api.candidate;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.berth.api.http.QueryString;
import dev.berth.api.microversion.Microversion;
import dev.berth.events.model.Region;
import java.util.Optional;

/**
 * The queries that were asked lately, already read. Schedulers ask the same few queries over and over, and to read one
 * takes longer than most searches. A query is read the same way whatever has changed, so none here is ever out of date.
 * Thread-safe.
 */
final class RecentQueries {
    private static final int QUERIES_MAX = 1024;

    /** Longer ones are rare, and would let a client fill the memory. */
    private static final int CHARACTERS_MAX = 4096;

    private final Cache<Key, PreparedQuery> queries =
            CacheBuilder.newBuilder().maximumSize(QUERIES_MAX).build();

    /** The region counts, for a query keeps the search that was prepared in it. */
    private record Key(Region region, Microversion version, String text) {}

    /** The query, if it was read lately. */
    Optional<PreparedQuery> known(Region region, QueryString query, Microversion version) {
        return Optional.ofNullable(queries.getIfPresent(new Key(region, version, query.text())));
    }

    /**
     * Reads a query, or finds it among those that were read.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if it is malformed
     */
    PreparedQuery read(Region region, QueryString query, Microversion version) {
        return known(region, query, version).orElseGet(() -> {
            PreparedQuery read = new PreparedQuery(CandidateQuery.parse(query, version));
            if (query.text().length() <= CHARACTERS_MAX) {
                queries.put(new Key(region, version, query.text()), read);
            }
            return read;
        });
    }
}
