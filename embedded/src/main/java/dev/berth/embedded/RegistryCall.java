package dev.berth.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One request to a known route: what stood in the path's places, the query string and the body. */
record RegistryCall(List<String> places, MultiMap query, byte[] body) {

    String place(int index) {
        return places.get(index);
    }

    Optional<String> queried(String name) {
        return Optional.ofNullable(query.get(name));
    }

    boolean isAsked(String name) {
        return "true".equalsIgnoreCase(query.get(name));
    }

    RegistryReply withBody(Function<JsonNode, RegistryReply> then) {
        JsonNode json;
        try {
            json = RegistryJson.MAPPER.readTree(body);
        } catch (IOException e) {
            return RegistryReply.refused(RegistryError.MALFORMED_REQUEST, "The body is not JSON: " + e.getMessage());
        }
        return json.isObject()
                ? then.apply(json)
                : RegistryReply.refused(RegistryError.MALFORMED_REQUEST, "The body must be a JSON object");
    }
}
