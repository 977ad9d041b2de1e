package dev.berth.api.http;

import dev.berth.api.problem.ErrorBody;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.trace.RequestScope;
import dev.berth.api.trace.RequestTrace;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Answers what could not be read as a request of HTTP/1.1. Nothing after it can be read either, so the connection ends.
 * The answer says so, because a client might send its next request there otherwise.
 */
final class UnreadableRequest {
    /** What the decoder puts in the place of a request line that it cannot read. */
    private static final String NO_LINE = "/bad-request";

    private UnreadableRequest() {}

    /** Refuses a request; on its event loop. */
    static void refuse(HttpServerRequest request, HttpMetrics metrics) {
        long startNanos = System.nanoTime();
        String requestId = RequestId.next();
        Problem problem = problem(request.decoderResult().cause());
        ErrorBody body = new ErrorBody(problem, "GET", Answer.JSON, Answer.JSON, Optional.empty(), requestId);
        Answer answer = Answer.json(body.problem().status(), body::write);
        request.response()
                .setStatusCode(answer.status())
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .putHeader(HttpHeaders.CONTENT_TYPE, Answer.JSON)
                .putHeader(HeaderNames.REQUEST_ID, requestId)
                .putHeader(ErrorAnswers.ERROR, problem.name())
                .end(answer.body().get(0))
                .onComplete(sent -> {
                    metrics.record(Optional.empty(), answer.status(), startNanos);
                    new RequestScope(requestId, RequestTrace.NONE)
                            .run(() -> AccessLog.writeUnreadable(
                                    request, !request.uri().equals(NO_LINE), startNanos));
                    request.connection().close();
                });
    }

    private static Problem problem(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new Problem(
                    414, "A request line may have " + HttpApi.URI_BYTES_MAX + " bytes at most.", ErrorCode.UNDEFINED);
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new Problem(
                    431, "Headers may have " + HttpApi.URI_BYTES_MAX + " bytes at most.", ErrorCode.UNDEFINED);
        }
        return Problem.badRequest("expected a request of HTTP/1.1 but got " + cause.getMessage());
    }
}
