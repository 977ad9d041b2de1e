package dev.berth.api.http;

import dev.berth.api.problem.ErrorBody;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The answer to a request that came inside of another. Immutable.
 *
 * @param headers its own, by their names; not those that all answers have
 * @param body JSON; empty if it has none
 */
public record InnerAnswer(int status, Map<String, String> headers, Optional<Buffer> body) {
    /** Takes what an answer says, and gives back its memory. */
    static InnerAnswer of(Answer answer) {
        try {
            if (!answer.isWhole()) {
                throw new Problem(
                                413,
                                "The answer to a question is too long to be put into another; ask for less: a limit"
                                        + " helps.",
                                ErrorCode.WHAT_IF_TOO_LONG)
                        .exception();
            }
            Buffer body = Buffer.buffer();
            answer.body().forEach(body::appendBuffer);
            TreeMap<String, String> headers = new TreeMap<>();
            List<String> own = new ArrayList<>(answer.headers());
            for (int i = 0; i < own.size(); i += 2) {
                headers.put(own.get(i), own.get(i + 1));
            }
            return new InnerAnswer(
                    answer.status(),
                    Collections.unmodifiableMap(headers),
                    body.length() == 0 ? Optional.empty() : Optional.of(body));
        } finally {
            answer.discard();
        }
    }

    /** The answer that says what is wrong. */
    static InnerAnswer of(Problem problem, HttpMethod method, Call outer) {
        ErrorBody body = new ErrorBody(
                problem, method.name(), Answer.JSON, Answer.JSON, Optional.of(outer.version()), outer.requestId());
        return of(Answer.json(problem.status(), body::write).header(ErrorAnswers.ERROR, problem.name()));
    }
}
