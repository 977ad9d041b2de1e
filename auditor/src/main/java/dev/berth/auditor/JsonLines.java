package dev.berth.auditor;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.events.json.PlainJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

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

    /** One of the plain values of {@link PlainJson}. */
    static String oneLine(Object plain) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = WRITER.createGenerator(line)) {
            PlainJson.write(json, plain);
        } catch (IOException e) {
            throw new UncheckedIOException("expected a plain value to be written as JSON", e);
        }
        return line.toString();
    }

    static String oneLine(JsonNode node) {
        try {
            return WRITER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("expected a tree to be written as JSON", e);
        }
    }

    static String pretty(JsonNode node) {
        try {
            return WRITER.withDefaultPrettyPrinter().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("expected a tree to be written as JSON", e);
        }
    }
}
