package dev.berth.agent.http;

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

    /** @throws IOException if the body is no JSON */
    public JsonNode json() throws IOException {
        return MAPPER.readTree(body);
    }

    /** A field of the first error that is told as Placement tells errors; empty if none is. */
    public String errorField(String field) {
        return jsonOrNothing().at("/errors/0/" + field).asText();
    }

    /** Why it refuses, in one line; empty if it does not say. */
    public String reason() {
        return RefusalText.of(errorField("detail"));
    }

    private JsonNode jsonOrNothing() {
        try {
            return json();
        } catch (IOException noJson) {
            return MissingNode.getInstance();
        }
    }
}
