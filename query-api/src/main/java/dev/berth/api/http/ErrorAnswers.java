package dev.berth.api.http;

import dev.berth.api.problem.ErrorBody;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.Printable;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the answers of a request that fails: what was thrown becomes a problem, and the problem a body in the form that
 * the client likes best: JSON, a page, or plain text. Runs on the request's event loop.
 */
final class ErrorAnswers {
    static final int UNAVAILABLE = 503;

    /** Names the error in every form of answer and every version; docs/errors has a page for each name. */
    static final String ERROR = "x-berth-error";

    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);
    private static final int TOO_MANY = 429;
    private static final String RETRY_AFTER_S = "1";
    private static final String HTML = "text/html";

    private final HttpServerRequest request;
    private final RequestHead head;
    private final Admission admission;
    private final String requestId;

    /** @param admission asked for the version, which is known only once the request got as far */
    ErrorAnswers(HttpServerRequest request, RequestHead head, Admission admission, String requestId) {
        this.request = request;
        this.head = head;
        this.admission = admission;
        this.requestId = requestId;
    }

    /** What went wrong in a stage, without the exception that stages wrap around it. */
    static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** The problem that was thrown; empty of what nobody expected. */
    static Optional<Problem> problemOf(Throwable failure) {
        if (failure instanceof ProblemWithHeader headed) {
            return Optional.of(headed.problem());
        }
        if (failure instanceof ProblemException expected) {
            return Optional.of(expected.problem());
        }
        // Commands check their own values, so that no handler has to repeat the checks.
        return failure instanceof MalformedException impossible
                ? Optional.of(Problem.badRequest(impossible.getMessage()))
                : Optional.empty();
    }

    /** The answer to what was thrown. What nobody expected is logged, and is a 500. */
    Answer of(Throwable failure) {
        if (failure instanceof ProblemWithHeader headed) {
            return of(headed.problem()).header(headed.name(), headed.value());
        }
        Optional<Problem> expected = problemOf(failure);
        if (expected.isPresent()) {
            return of(expected.get());
        }
        LOG.error("{} {} {} failed", requestId, request.method(), Printable.of(request.uri()), failure);
        return of(new Problem(500, String.valueOf(failure.getMessage()), ErrorCode.UNDEFINED));
    }

    /** The answer that tells a problem, and when to try again if that helps. */
    Answer of(Problem problem) {
        Answer answer = inForm(new ErrorBody(
                        problem,
                        request.method().name(),
                        head.mediaType(),
                        head.accept().toString(),
                        admission.version(),
                        requestId))
                .header(ERROR, problem.name());
        return problem.status() == UNAVAILABLE || problem.status() == TOO_MANY
                ? answer.header("retry-after", RETRY_AFTER_S)
                : answer;
    }

    private Answer inForm(ErrorBody body) {
        int status = body.problem().status();
        String form = head.accept().preferred(HTML, Answer.JSON).orElse(Answer.TEXT);
        return switch (form) {
            case HTML -> Answer.text(status, HTML + "; charset=UTF-8", body.page());
            case Answer.JSON -> Answer.json(status, body::write);
            default -> Answer.text(status, form + "; charset=UTF-8", body.text());
        };
    }
}
