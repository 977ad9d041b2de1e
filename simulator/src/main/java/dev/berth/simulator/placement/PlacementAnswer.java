package dev.berth.simulator.placement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.berth.events.json.BoundedJson;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What the service answered: the status and the bytes, decoded only when asked for.
 *
 * @param retryAfter when to try again, if the service says so in seconds; 60 s at most
 */
public record PlacementAnswer(int status, Buffer body, Optional<Duration> retryAfter) {
    private static final ObjectMapper MAPPER = BoundedJson.mapper();
    private static final int SHOWN = 300;

    /** An answer that does not say when to try again. */
    public PlacementAnswer(int status, Buffer body) {
        this(status, body, Optional.empty());
    }

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

    /** Whether its code says that the request was not done and will not be. */
    public boolean isNotDone() {
        return switch (errorCode()) {
            case "berth.not_appended", "berth.no_room", "berth.not_served", "berth.overloaded" -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        String text = body.toString().strip();
        return status + " " + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
    }
}
