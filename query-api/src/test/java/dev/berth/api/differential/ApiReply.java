package dev.berth.api.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * What came back, in a form in which two services can be compared: arrays sorted, because their order is free everywhere, numbers
 * by value, and without what must differ (ids of requests, times).
 */
record ApiReply(int status, JsonNode body, String headers) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static ApiReply of(String base, ApiCall call) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(base + call.path()).toURL().openConnection();
            connection.setRequestMethod(call.method());
            connection.setRequestProperty("x-auth-token", "admin");
            connection.setRequestProperty("openstack-api-version", "placement " + call.version());
            connection.setRequestProperty("accept", "application/json");
            connection.setRequestProperty("connection", "close");
            if (call.body().isPresent()) {
                connection.setDoOutput(true);
                connection.setRequestProperty("content-type", "application/json");
                connection.getOutputStream().write(call.body().get().getBytes(StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            InputStream in = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
            byte[] body = in == null ? new byte[0] : in.readAllBytes();
            return new ApiReply(
                    status,
                    body.length == 0 ? MissingNode.getInstance() : canonical(MAPPER.readTree(body)),
                    headers(connection));
        } catch (IOException e) {
            throw new UncheckedIOException(call.curl(), e);
        }
    }

    private static String headers(HttpURLConnection connection) {
        String location = connection.getHeaderField("location");
        return "location " + (location == null ? "none" : URI.create(location).getPath()) + ", version "
                + connection.getHeaderField("openstack-api-version") + ", cache-control "
                + connection.getHeaderField("cache-control") + ", allow " + connection.getHeaderField("allow");
    }

    private static JsonNode canonical(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(field -> sorted.put(field.getKey(), canonical(field.getValue())));
            sorted.remove("request_id");
            sorted.computeIfPresent(
                    "detail",
                    (name, text) -> text.isTextual()
                            ? MAPPER.getNodeFactory()
                                    .textNode(text.textValue()
                                            .replaceAll("\\s+", " ")
                                            .strip())
                            : text);
            ObjectNode object = MAPPER.createObjectNode();
            sorted.forEach(object::set);
            return object;
        }
        if (node.isArray()) {
            List<JsonNode> elements = new ArrayList<>();
            node.forEach(element -> elements.add(canonical(element)));
            elements.sort(Comparator.comparing(JsonNode::toString));
            ArrayNode array = MAPPER.createArrayNode();
            elements.forEach(array::add);
            return array;
        }
        return node.isNumber() ? DecimalNode.valueOf(node.decimalValue().stripTrailingZeros()) : node;
    }

    String code() {
        return body.path("errors").path(0).path("code").asText("");
    }

    String detail() {
        return body.path("errors").path(0).path("detail").asText("");
    }

    @Override
    public String toString() {
        return status + " " + headers + "\n     " + body;
    }
}
