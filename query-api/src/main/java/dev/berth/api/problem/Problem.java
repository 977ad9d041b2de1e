package dev.berth.api.problem;

import dev.berth.events.decision.Rejection;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a request was not served: a status of 4xx or 5xx, and what a person should read.
 *
 * @param status the HTTP status
 * @param detail what was wrong; may be empty
 * @param code tells problems of one status apart, for programs
 * @param rejection why a command was refused; empty if none was decided
 */
public record Problem(int status, String detail, ErrorCode code, Optional<Rejection> rejection) {
    public Problem {
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(code, "code");
    }

    public Problem(int status, String detail, ErrorCode code) {
        this(status, detail, code, Optional.empty());
    }

    public static Problem badRequest(String detail) {
        return new Problem(400, detail, ErrorCode.UNDEFINED);
    }

    public static Problem notFound(String detail) {
        return new Problem(404, detail, ErrorCode.UNDEFINED);
    }

    public static Problem conflict(String detail) {
        return new Problem(409, detail, ErrorCode.UNDEFINED);
    }

    /** 503 to a read for which no view can be vouched for. */
    public static Problem notServed(String why) {
        return new Problem(503, why, ErrorCode.NOT_SERVED);
    }

    /** 503 to a write of which nothing was appended. */
    public static Problem notAppended(String why) {
        return new Problem(503, why + " Nothing was appended; send it again.", ErrorCode.NOT_APPENDED);
    }

    /**
     * 503 to a write of which it is not known whether it was appended.
     *
     * @param advice how to find out
     */
    public static Problem perhapsAppended(String why, String advice) {
        return new Problem(
                503,
                why + " It may have been appended and may still be decided; " + advice,
                ErrorCode.PERHAPS_APPENDED);
    }

    public Problem withCode(ErrorCode other) {
        return new Problem(status, detail, other, rejection);
    }

    /** This problem as what the refusal of a command comes to. */
    public Problem because(Rejection refused) {
        return new Problem(status, detail, code, Optional.of(refused));
    }

    /**
     * By which the error is found in docs/errors: the rejection of a command, else the code if there is one of its own,
     * else the status, such as {@code http.404}.
     */
    public String name() {
        return rejection
                .map(Rejection::name)
                .orElseGet(() -> code == ErrorCode.UNDEFINED ? "http." + status : code.toString());
    }

    /** This problem as what a parser or handler throws to end the request with it. */
    public ProblemException exception() {
        return new ProblemException(this);
    }
}
