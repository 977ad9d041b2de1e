package dev.berth.api.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * What came back, in a form in which two services can be compared: arrays sorted, because their order is free
 * everywhere, numbers by value, and without what must differ (ids of requests, times).
 */
record ApiReply(int status, JsonNode body, String headers) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> COMPARED = List.of(
            "content-type",
            "openstack-api-version",
            "vary",
            "cache-control",
            "allow",
            "www-authenticate",
            "retry-after");
    private static final List<String> PRESENT = List.of("last-modified", "x-openstack-request-id");

    static ApiReply of(Service.Response response) {
        return new ApiReply(response.status(), body(response.body()), headers(response));
    }

    private static JsonNode body(byte[] bytes) {
        if (bytes.length == 0) {
            return MissingNode.getInstance();
        }
        if (bytes[0] != '{') {
            return TextNode.valueOf(new String(bytes, StandardCharsets.UTF_8)
                    .replaceAll("\\s+", " ")
                    .strip());
        }
        try {
            return canonical(MAPPER.readTree(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(new String(bytes, StandardCharsets.UTF_8), e);
        }
    }

    private static String headers(Service.Response response) {
        List<String> texts = new ArrayList<>();
        for (String name : COMPARED) {
            String value = response.headers().get(name);
            if (value != null) {
                texts.add(name + " " + value);
            }
        }
        String location = response.headers().get("location");
        if (location != null) {
            texts.add("location " + URI.create(location).getPath());
        }
        for (String name : PRESENT) {
            if (response.headers().containsKey(name)) {
                texts.add(name);
            }
        }
        return String.join("; ", texts);
    }

    private static JsonNode canonical(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(field -> sorted.put(field.getKey(), canonical(field.getValue())));
            sorted.remove("request_id");
            sorted.computeIfPresent("detail", (name, text) -> text.isTextual() ? oneLine(text.textValue()) : text);
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
        return node.isNumber()
                ? DecimalNode.valueOf(
                        new BigDecimal(node.decimalValue().stripTrailingZeros().toPlainString()))
                : node;
    }

    private static JsonNode oneLine(String text) {
        return TextNode.valueOf(text.replaceAll("\\s+", " ").strip());
    }

    String code() {
        return body.path("errors").path(0).path("code").asText("");
    }

    /** What an error says, whatever form it has. */
    String detail() {
        return body.isTextual()
                ? body.textValue()
                : body.path("errors")
                        .path(0)
                        .path("detail")
                        .asText(body.path("message").asText(""));
    }

    @Override
    public String toString() {
        return status + " [" + headers + "]\n     " + body;
    }
}
