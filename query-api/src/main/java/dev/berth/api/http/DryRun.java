package dev.berth.api.http;

import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.events.command.Command;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.whatif.Hypothesis;
import java.util.List;
import java.util.Optional;

/**
 * A write that is only tried: its command is decided on the view that the request was checked against, and kept here
 * and nowhere else. Threads may take turns.
 */
public final class DryRun {
    /** The parameter of a write that has it only tried. */
    public static final String PARAMETER = "dry_run";

    /** The header of an answer to a write that was only tried. */
    public static final String HEADER = "x-berth-dry-run";

    private volatile Hypothesis hypothesis;

    /** A first command, on the view that it is checked against. */
    DryRun() {}

    /** Another command after those of a hypothesis. */
    public DryRun(Hypothesis earlier) {
        this.hypothesis = earlier;
    }

    /**
     * Decides the command.
     *
     * @param view what the request was checked against
     * @param nowMs when it would be appended, milliseconds since the epoch
     */
    public Hypothesis take(RegionView view, Command command, long nowMs) {
        Hypothesis before = hypothesis;
        hypothesis = (before == null ? Hypothesis.of(view) : before).with(command, nowMs);
        return hypothesis;
    }

    /** All that was tried; as it was given where the request was refused before there was a command. */
    Hypothesis hypothesis() {
        return hypothesis;
    }

    /** A query, and whether it says that the write is only to be tried. */
    record Asked(boolean isDryRun, QueryString rest) {}

    /**
     * Takes the parameter from a write's query. Other parameters may be malformed, because most writes read none.
     *
     * @throws ProblemException 400 if it is there several times, or neither true nor false
     */
    static Asked asked(QueryString query) {
        QueryString.Taken taken = query.take(PARAMETER);
        List<String> values = taken.values();
        if (values.isEmpty()) {
            return new Asked(false, query);
        }
        boolean isTrue = values.equals(List.of("true"));
        if (!isTrue && !values.equals(List.of("false"))) {
            throw Problem.badRequest("Invalid query string parameters: expected " + PARAMETER
                            + " once, as true or false, but got " + String.join(", ", values))
                    .withCode(ErrorCode.DRY_RUN_MALFORMED)
                    .exception();
        }
        return new Asked(isTrue, taken.rest());
    }

    /** @throws ProblemException 400 if the request cannot be tried */
    static void requirePossible(Route route, Optional<String> key) {
        if (!route.takesDryRun()) {
            throw Problem.badRequest(route + " does not append a command, so it has no " + PARAMETER + ".")
                    .withCode(ErrorCode.DRY_RUN_UNSUPPORTED)
                    .exception();
        }
        if (key.isPresent()) {
            throw Problem.badRequest("expected no " + IdempotencyKey.HEADER + " with " + PARAMETER
                            + ": what is only tried is not remembered under a key")
                    .withCode(ErrorCode.DRY_RUN_WITH_KEY)
                    .exception();
        }
    }
}
