package dev.berth.api.http;

import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.projector.store.RegionSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Shows what a region was at a moment of its log, for reads with the parameter {@link #PARAMETER}. */
@FunctionalInterface
public interface RegionPast {
    /** Names the moment: an offset, {@code partition@offset}, or a time as in RFC 3339. */
    String PARAMETER = "as_of";

    /** Carries when the last command was appended that an answer about the past has in it. */
    String TIME = "x-berth-as-of";

    /** Carries the first record behind a later one, where times of the log go back about the one that was asked for. */
    String WENT_BACK = "x-berth-times-went-back";

    /** What else than its own policy a request has to be allowed that asks for the past. */
    String POLICY = "berth:history";

    /** For a server that has no log. */
    RegionPast NONE = (region, asOf) -> {
        throw notTaken("this server keeps no log").exception();
    };

    /**
     * What a region was.
     *
     * @param wentBack the first record behind a later one, if the times of the log go back about the time
     */
    record Read(RegionSnapshot snapshot, Optional<Position> wentBack) {}

    /**
     * The region as of a moment. Called on event loops, so it must not block.
     *
     * @throws ProblemException or in the stage, if there is no such moment, or it cannot be shown now
     */
    CompletionStage<Read> read(Region region, String asOf);

    /**
     * The moment that a request asks for; empty if it means the present, or its route takes the parameter by itself.
     *
     * @throws ProblemException 400 if it names one and its route has none, or it names several
     */
    static Optional<String> asked(QueryString query, Route route) {
        if (!query.mayHave(PARAMETER)) {
            return Optional.empty();
        }
        List<String> named = query.all(PARAMETER);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        if (route.takesByItself(PARAMETER)) {
            return Optional.empty();
        }
        if (!route.hasPast()) {
            throw notTaken(route + " is not answered from a region's state alone")
                    .exception();
        }
        if (named.size() > 1) {
            throw Problem.badRequest("expected " + PARAMETER + " once but got " + String.join(", ", named))
                    .withCode(ErrorCode.AS_OF_MALFORMED)
                    .exception();
        }
        return Optional.of(named.get(0));
    }

    private static Problem notTaken(String why) {
        return Problem.badRequest("expected no parameter " + PARAMETER + ": " + why + ".")
                .withCode(ErrorCode.AS_OF_NOT_TAKEN);
    }

    /** Adds of which moment an answer is; nothing but that times went back if nothing was written to the region yet. */
    static void addHeaders(Answer answer, Read read) {
        Position position = read.snapshot().view().position();
        if (!position.equals(Position.NONE)) {
            answer.header(Barrier.HEADER, position.toString());
            answer.header(TIME, Instant.ofEpochMilli(position.timestampMs()).toString());
            answer.notModifiedAfter(position.timestampMs());
        }
        read.wentBack().ifPresent(first -> answer.header(WENT_BACK, first.toString()));
    }
}
