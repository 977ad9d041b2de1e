package dev.berth.api.schema;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.problem.Problem;
import dev.berth.events.json.BoundedJson;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the JSON of requests. Of a name that appears twice in an object the last counts, as in Placement. */
final class JsonText {
    static final int DEPTH_MAX = BoundedJson.DEPTH_MAX;

    private static final ObjectMapper MAPPER =
            BoundedJson.mapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final ObjectMapper PLAIN =
            BoundedJson.namelessMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonText() {}

    /**
     * Reads a text.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if it is no JSON, or goes beyond the bounds
     */
    static JsonNode parse(Buffer text) {
        try {
            JsonNode value = read(((BufferInternal) text).getByteBuf());
            if (value == null || value.isMissingNode()) {
                throw Problem.badRequest("Malformed JSON: " + pythonFault(text).orElseThrow())
                        .exception();
            }
            HalfCharacter.in(value).ifPresent(JsonText::refuseHalf);
            return value;
        } catch (StreamConstraintsException e) {
            throw Problem.badRequest("Malformed JSON: expected at most " + DEPTH_MAX
                            + " objects and lists in each other, and numbers and texts of ordinary length: "
                            + e.getOriginalMessage())
                    .exception();
        } catch (JsonProcessingException e) {
            // Python takes a few texts that are no JSON, such as NaN or half a character in a name; those it has no
            // words for.
            String fault = pythonFault(text).orElseGet(() -> located(e));
            throw Problem.badRequest("Malformed JSON: " + fault).exception();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(ByteBuf bytes) throws IOException {
        if (isPlain(bytes)) {
            try {
                return PLAIN.readTree(bytes.toString(StandardCharsets.US_ASCII));
            } catch (JsonProcessingException e) {
                // Read again below, so that a fault is told in the same words whatever else is in a text.
            }
        }
        return bytes.hasArray()
                ? MAPPER.readTree(bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), bytes.readableBytes())
                : MAPPER.readTree(new ByteBufInputStream(bytes));
    }

    /** Whether the text is ASCII without escapes, as most bodies are. */
    private static boolean isPlain(ByteBuf bytes) {
        return bytes.forEachByte(octet -> octet >= 0 && octet != '\\') < 0;
    }

    private static Optional<String> pythonFault(Buffer text) {
        return PythonJsonFault.of(text.toString(StandardCharsets.UTF_8));
    }

    private static void refuseHalf(String way) {
        throw Problem.badRequest("Malformed JSON: expected whole characters but got half of a surrogate pair"
                        + (way.isEmpty() ? "" : " in " + way))
                .exception();
    }

    private static String located(JsonProcessingException fault) {
        JsonLocation at = fault.getLocation();
        return at == null
                ? fault.getOriginalMessage()
                : fault.getOriginalMessage() + ": line " + at.getLineNr() + " column " + at.getColumnNr();
    }
}
