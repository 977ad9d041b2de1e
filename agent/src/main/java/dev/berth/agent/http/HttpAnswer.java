package dev.berth.agent.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.berth.events.json.BoundedJson;
import dev.berth.terminal.RefusalText;
import java.io.IOException;

/**
 * What a service said.
 *
 * @param body empty if there was none
 */
public record HttpAnswer(int status, String body) {
    private static final ObjectMapper MAPPER = BoundedJson.mapper();

    private static final int BEGINNING_LENGTH = 40;

    /** @throws IOException if the body is no JSON */
    public JsonNode json() throws IOException {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IOException("expected JSON but got " + beginning(), e);
        }
    }

    /**
     * The body, which must have this field as a text.
     *
     * @throws IOException if it has not: then it is another service that answers
     */
    public JsonNode jsonWith(String field) throws IOException {
        JsonNode json = json();
        if (!json.path(field).isTextual()) {
            throw new IOException("expected an answer of Berth's, with " + field + ", but got " + beginning());
        }
        return json;
    }

    /** Why it has not done what it was asked to, in one line and in its words if it gives any. */
    public String reason() {
        String detail = RefusalText.of(errorField("detail"));
        if (!detail.isEmpty()) {
            return detail;
        }
        return status >= 300 && status < 400
                ? "which leads to another address, and is not followed: give that one"
                : "and does not say why: is this the right address?";
    }

    private String beginning() {
        String line = body.strip().lines().findFirst().orElse("");
        return line.isEmpty() ? "nothing" : "'" + line.substring(0, Math.min(BEGINNING_LENGTH, line.length())) + "'";
    }

    /** A field of the first error that is told as Placement tells errors; empty if none is. */
    public String errorField(String field) {
        return jsonOrNothing().at("/errors/0/" + field).asText();
    }

    private JsonNode jsonOrNothing() {
        try {
            return json();
        } catch (IOException noJson) {
            return MissingNode.getInstance();
        }
    }
}
