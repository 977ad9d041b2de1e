package dev.berth.api.schema;

import com.fasterxml.jackson.core.JsonFactory;
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
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the JSON of requests. Of a name that appears twice in an object the last counts, as in Placement. */
final class JsonText {
    static final int DEPTH_MAX = BoundedJson.DEPTH_MAX;

    /**
     * Keeps no names. Those of bodies are ids mostly, and Jackson keeps 6,000: where there are more, it copies them
     * all, 300 KB, for each body that has a new one.
     */
    private static final ObjectMapper READER = mapper(BoundedJson.mapper()
            .getFactory()
            .rebuild()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build());

    /** Refuses octets that are no UTF-8, in which the other reads question marks. */
    private static final ObjectMapper STRICT = mapper(BoundedJson.mapper().getFactory());

    private JsonText() {}

    /**
     * Reads a text without copying it.
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

    private static ObjectMapper mapper(JsonFactory factory) {
        return new ObjectMapper(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    private static JsonNode read(ByteBuf bytes) throws IOException {
        if (ByteBufUtil.isText(bytes, StandardCharsets.UTF_8)) {
            try {
                return read(bytes, READER);
            } catch (JsonProcessingException e) {
                // Told by the other, which counts columns in octets.
            }
        }
        return read(bytes, STRICT);
    }

    private static JsonNode read(ByteBuf bytes, ObjectMapper mapper) throws IOException {
        return bytes.hasArray()
                ? mapper.readTree(bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), bytes.readableBytes())
                : mapper.readTree(new ByteBufInputStream(bytes.duplicate()));
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
