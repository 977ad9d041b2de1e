package dev.berth.api.candidate;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.berth.api.http.QueryString;
import dev.berth.api.http.QueryString.Parameter;
import dev.berth.api.microversion.Microversion;
import java.util.List;

/**
 * What was asked lately, as it was read. Schedulers ask the same few questions over and over, one for each flavor, and to judge one
 * against its schema takes longer than most searches. What a query means follows from its parameters and the version alone, so nothing
 * here ever grows stale. Thread-safe.
 */
final class RecentQueries {
    private static final int QUERIES_MAX = 1024;

    /** Longer ones are rare, and would let a client fill the memory. */
    private static final int CHARACTERS_MAX = 2048;

    private final Cache<Asked, Read> queries =
            CacheBuilder.newBuilder().maximumSize(QUERIES_MAX).build();

    private record Asked(Microversion version, List<Parameter> parameters) {}

    /** A query of Placement's, and what Berth lets one ask besides. */
    record Read(CandidateQuery query, SearchOptions options) {
        private static Read of(QueryString asked, Microversion version) {
            SearchOptions options = SearchOptions.of(asked, version);
            return new Read(CandidateQuery.parse(options.query(), version), options);
        }
    }

    /**
     * Reads a query, or finds it read.
     *
     * @throws dev.berth.api.http.ProblemException 400 if it is malformed
     */
    Read read(QueryString query, Microversion version) {
        if (length(query) > CHARACTERS_MAX) {
            return Read.of(query, version);
        }
        Asked asked = new Asked(version, query.parameters());
        Read known = queries.getIfPresent(asked);
        if (known != null) {
            return known;
        }
        Read read = Read.of(query, version);
        queries.put(asked, read);
        return read;
    }

    private static int length(QueryString query) {
        int length = 0;
        for (Parameter parameter : query.parameters()) {
            length += parameter.name().length() + parameter.value().length();
        }
        return length;
    }
}
