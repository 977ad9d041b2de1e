package dev.berth.simulator.placement;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One request, relative to the service's base URL.
 *
 * @param path begins with a slash; may hold a query
 * @param body JSON, if the request has one
 */
public record PlacementRequest(HttpMethod method, String path, Optional<Buffer> body) {
    public static PlacementRequest get(String path) {
        return new PlacementRequest(HttpMethod.GET, path, Optional.empty());
    }

    public static PlacementRequest delete(String path) {
        return new PlacementRequest(HttpMethod.DELETE, path, Optional.empty());
    }

    public static PlacementRequest put(String path, JsonNode body) {
        return new PlacementRequest(HttpMethod.PUT, path, Optional.of(encode(body)));
    }

    public static PlacementRequest post(String path, JsonNode body) {
        return new PlacementRequest(HttpMethod.POST, path, Optional.of(encode(body)));
    }

    private static Buffer encode(JsonNode body) {
        return Buffer.buffer(body.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
