package dev.berth.api.server;

import dev.berth.api.http.QueryString;
import dev.berth.api.http.RegionPast;
import dev.berth.api.moment.PlaceProblem;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.events.log.LogPlace;
import dev.berth.events.log.NoPlaceException;
import java.util.Optional;

/**
 * Which part of a region's log a request asks about, in its own words.
 *
 * @param from the first record that is shown
 * @param to the first that is not
 * @param asOf the last that counts
 */
record AskedPart(Optional<LogPlace> from, Optional<LogPlace> to, Optional<LogPlace> asOf) {
    /** @throws dev.berth.api.problem.ProblemException 400 if it names no places, or too many */
    static AskedPart of(QueryString query) {
        Optional<LogPlace> to = place(query, "to");
        Optional<LogPlace> asOf = place(query, RegionPast.PARAMETER);
        if (to.isPresent() && asOf.isPresent()) {
            throw Problem.badRequest("expected to or " + RegionPast.PARAMETER + " but got both")
                    .exception();
        }
        return new AskedPart(place(query, "from"), to, asOf);
    }

    private static Optional<LogPlace> place(QueryString query, String name) {
        if (query.all(name).size() > 1) {
            throw Problem.badRequest("expected " + name + " once but got " + String.join(", ", query.all(name)))
                    .withCode(ErrorCode.AS_OF_MALFORMED)
                    .exception();
        }
        try {
            return query.last(name).map(LogPlace::parse);
        } catch (NoPlaceException malformed) {
            throw PlaceProblem.of(malformed);
        }
    }
}
