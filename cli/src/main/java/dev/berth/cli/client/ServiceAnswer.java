package dev.berth.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.json.FailureWords;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.RefusalText;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Optional;

/**
 * What a service answered to a call, refusals included. Immutable.
 *
 * @param error the name of the error, by which docs/errors has it; empty if it is none, or of a service that names none
 * @param cut which bound has ended a search for candidates early; empty if none has
 */
public record ServiceAnswer(int status, String body, Optional<String> error, Optional<String> cut) {
    private static final int UNAUTHORIZED = 401;
    private static final String ERROR = "x-berth-error";
    private static final String CUT = "x-berth-candidates-cut";

    /** The answer with a body that was read already. */
    public static ServiceAnswer of(HttpResponse<?> answer, String body) {
        return new ServiceAnswer(
                answer.statusCode(),
                body,
                answer.headers().firstValue(ERROR),
                answer.headers().firstValue(CUT));
    }

    public boolean isOk() {
        return status >= 200 && status < 300;
    }

    /**
     * This, for commands that can do nothing with a refusal.
     *
     * @throws CannotRunException the service has refused the call; the message says why
     */
    public ServiceAnswer orElseThrow() {
        if (!isOk()) {
            throw new CannotRunException("the service answers " + status + ": " + detail()
                    + error.map(name -> " (error " + name + ")").orElse("")
                    + (status == UNAUTHORIZED ? "; --token, or BERTH_TOKEN in the environment, says who asks" : ""));
        }
        return this;
    }

    /** The body; nothing, as JSON has it, where there is none. */
    public JsonNode json() {
        try {
            return BoundedJson.mapper().readTree(body);
        } catch (IOException e) {
            throw new CannotRunException("expected JSON from the service but got " + FailureWords.of(e), e);
        }
    }

    /** The code of a refusal, such as berth.report.not_newer; empty where it has none. */
    public String code() {
        return error("code");
    }

    /** The message of a refusal. */
    public String detail() {
        String detail = error("detail");
        return detail.isEmpty() ? text() : RefusalText.of(detail);
    }

    /** The same of an answer that was asked for as text: there the status has a paragraph of its own before it. */
    private String text() {
        String text = body.strip();
        int end = text.indexOf("\n\n");
        return end > 0 && text.startsWith(status + " ")
                ? RefusalText.of(text.substring(end).strip())
                : text;
    }

    /** A field of a refusal; empty where it has none. */
    String error(String field) {
        try {
            return BoundedJson.mapper()
                    .readTree(body)
                    .path("errors")
                    .path(0)
                    .path(field)
                    .asText("");
        } catch (IOException notJson) {
            return "";
        }
    }
}
