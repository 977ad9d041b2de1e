package dev.berth.api.candidate;

import dev.berth.api.http.QueryString;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.schema.Schemas;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What Berth lets GET /allocation_candidates ask beyond what Placement does, the same in every version.
 *
 * @param isExplained whether the answer tells why it is what it is
 * @param shuffleSeed empty for the default order
 * @param query all other parameters: what Placement would have been asked
 */
public record SearchOptions(boolean isExplained, OptionalLong shuffleSeed, QueryString query) {
    public static final String EXPLAIN = "explain";
    private static final String SHUFFLE = "shuffle";
    private static final Set<String> NAMES = Set.of(EXPLAIN, SHUFFLE);

    /**
     * Reads the parameters.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if one of Berth's own is malformed
     */
    static SearchOptions of(QueryString query, Microversion version) {
        QueryString own = query.only(NAMES);
        if (own.parameters().isEmpty()) {
            return new SearchOptions(false, OptionalLong.empty(), query);
        }
        Schemas.CANDIDATES_EXTENSION.requireParametersFit(version, own.toJson());
        return new SearchOptions(
                own.last(EXPLAIN).map("true"::equals).orElse(false),
                own.last(SHUFFLE).stream().mapToLong(Long::parseLong).findFirst(),
                query.without(NAMES));
    }
}
