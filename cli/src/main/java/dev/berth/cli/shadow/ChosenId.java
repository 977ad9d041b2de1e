package dev.berth.cli.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.CharMatcher;
import dev.berth.api.schema.UuidFormat;
import dev.berth.events.json.BoundedJson;
import java.io.IOException;
import java.util.Optional;

/** The id that a service chose for a provider, put into the request that left it out. */
final class ChosenId {
    private static final ObjectMapper MAPPER = BoundedJson.mapper();

    private ChosenId() {}

    /** The request with the id; empty if it named one, or the answer does not. */
    static Optional<byte[]> of(byte[] request, ServiceReply reply) {
        try {
            if (MAPPER.readTree(request) instanceof ObjectNode body && !body.has("uuid")) {
                String location = CharMatcher.is('/').trimTrailingFrom(reply.location());
                String chosen = location.substring(location.lastIndexOf('/') + 1);
                if (UuidFormat.parse(chosen).isEmpty()) {
                    JsonNode answer = MAPPER.readTree(reply.body());
                    chosen = answer.path("uuid").asText("");
                }
                if (UuidFormat.parse(chosen).isPresent()) {
                    return Optional.of(MAPPER.writeValueAsBytes(body.put("uuid", chosen)));
                }
            }
        } catch (IOException noJson) {
            // The services have refused it, or will.
        }
        return Optional.empty();
    }
}
