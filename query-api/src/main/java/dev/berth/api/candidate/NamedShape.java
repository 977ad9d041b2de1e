package dev.berth.api.candidate;

import dev.berth.api.http.QueryString;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.problem.ProblemException;
import dev.berth.events.model.MalformedException;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request with a name, whose capacity is measured all the time. It is meant as the newest version of the API takes
 * it. Immutable.
 */
public final class NamedShape {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,64}");
    private static final int QUERY_LENGTH_MAX = 4096;

    private final String name;
    private final CapacityQuery query;

    private NamedShape(String name, CapacityQuery query) {
        this.name = name;
        this.query = query;
    }

    /**
     * Reads {@code NAME=QUERY}, where the query is as it is after the question mark of GET /allocation_candidates.
     *
     * @throws MalformedException if it is not well-formed; it says what is wrong
     */
    public static NamedShape parse(String text) {
        int at = text.indexOf('=');
        String name = at < 0 ? text : text.substring(0, at);
        if (at < 0 || !NAME.matcher(name).matches()) {
            throw new MalformedException("expected NAME=QUERY with a name of 1 to 64 letters, digits, dots, dashes or"
                    + " underscores but got " + MalformedException.quoted(text));
        }
        String query = text.substring(at + 1);
        if (query.length() > QUERY_LENGTH_MAX) {
            throw new MalformedException("expected a query of at most " + QUERY_LENGTH_MAX + " characters in shape "
                    + name + " but got " + query.length());
        }
        try {
            CapacityQuery read = CapacityQuery.parse(QueryString.of(query), Microversion.MAX);
            if (!read.by().isEmpty()) {
                throw new MalformedException("expected no parameter by in shape " + name + ", which is one number");
            }
            return new NamedShape(name, read);
        } catch (ProblemException wrong) {
            throw new MalformedException("shape " + name + " is no request for candidates: "
                    + wrong.problem().detail().strip());
        }
    }

    public String name() {
        return name;
    }

    /** The request in a region; empty if it names what the region does not have, so that nothing of it fits. */
    Optional<CandidateRequest> request(RegionView view) {
        try {
            return query.request(view);
        } catch (ProblemException unknownName) {
            return Optional.empty();
        }
    }
}
