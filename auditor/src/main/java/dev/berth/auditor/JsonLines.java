package dev.berth.auditor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * JSON for a terminal or a file: what is not ASCII is escaped, since it may be another's text that moves cursors or
 * turns the reading order round.
 */
final class JsonLines {
    private static final ObjectWriter WRITER = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build()
            .writer();

    private JsonLines() {}

    static String oneLine(JsonNode node) {
        return written(node, WRITER);
    }

    static String pretty(JsonNode node) {
        return written(node, WRITER.withDefaultPrettyPrinter());
    }

    private static String written(JsonNode node, ObjectWriter writer) {
        try {
            return writer.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("expected a tree to be written as JSON", e);
        }
    }
}
