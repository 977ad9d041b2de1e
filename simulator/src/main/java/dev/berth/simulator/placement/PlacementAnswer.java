package dev.berth.simulator.placement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.berth.events.json.BoundedJson;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** What the service answered: the status and the bytes, decoded only when asked for. */
public record PlacementAnswer(int status, Buffer body) {
    private static final ObjectMapper MAPPER = BoundedJson.mapper();
    private static final int SHOWN = 300;

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The body; a missing node where there is none or it is not JSON. */
    public JsonNode json() {
        try {
            return MAPPER.readTree(body.getBytes());
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }

    /**
     * The Placement error code of a refusal (API 1.23), such as placement.concurrent_update; empty text where there is
     * none.
     */
    public String errorCode() {
        return json().path("errors").path(0).path("code").asText();
    }

    @Override
    public String toString() {
        String text = body.toString().strip();
        return status + " " + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
    }
}
