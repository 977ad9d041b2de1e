package dev.berth.api.http;

import java.util.Objects;

/**
 * Why a request was not served: a status of 4xx or 5xx, and what a person should read.
 *
 * @param status the HTTP status
 * @param detail what was wrong; may be empty
 * @param code tells problems of one status apart, for programs
 */
public record Problem(int status, String detail, ErrorCode code) {
    public Problem {
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(code, "code");
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

    public Problem withCode(ErrorCode other) {
        return new Problem(status, detail, other);
    }

    /** This problem as what a parser or handler throws to end the request with it. */
    public ProblemException exception() {
        return new ProblemException(this);
    }
}
