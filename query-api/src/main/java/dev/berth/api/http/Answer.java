package dev.berth.api.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a request is answered with. Built by one thread and not changed once it is handed to the server. */
public final class Answer {
    public static final String JSON = "application/json";

    /** The type of text for people. */
    public static final String TEXT = "text/plain";

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int BODY_BYTES_INITIAL = 1024;

    private final int status;
    private final Buffer body;
    private final String contentType;
    private final List<String> headers = new ArrayList<>(4);
    private OptionalLong modifiedMs = OptionalLong.empty();
    private boolean isFresh;

    /** Writes one JSON value. */
    @FunctionalInterface
    public interface JsonBody {
        void write(JsonGenerator json) throws IOException;
    }

    private Answer(int status, Buffer body, String contentType) {
        this.status = status;
        this.body = body;
        this.contentType = contentType;
    }

    /** An answer without a body. */
    public static Answer empty(int status) {
        return new Answer(status, null, null);
    }

    public static Answer text(int status, String contentType, String text) {
        return new Answer(status, Buffer.buffer(text), contentType);
    }

    public static Answer ok(JsonBody body) {
        return json(200, body);
    }

    /** An answer whose body is streamed into its buffer at once, without a tree between. */
    public static Answer json(int status, JsonBody body) {
        Buffer buffer = Buffer.buffer(BODY_BYTES_INITIAL);
        try (JsonGenerator json = FACTORY.createGenerator(new BufferStream(buffer))) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Answer(status, buffer, JSON);
    }

    public Answer header(String name, String value) {
        headers.add(name);
        headers.add(value);
        return this;
    }

    /** When what the answer shows was last changed; sent from API 1.15. */
    public Answer modified(long timestampMs) {
        modifiedMs = OptionalLong.of(timestampMs);
        isFresh = true;
        return this;
    }

    /** That the answer must not be kept, where nothing tells when it was last changed. */
    public Answer fresh() {
        isFresh = true;
        return this;
    }

    public int status() {
        return status;
    }

    public Optional<Buffer> body() {
        return Optional.ofNullable(body);
    }

    public Optional<String> contentType() {
        return Optional.ofNullable(contentType);
    }

    /** Names and values, one after the other. */
    List<String> headers() {
        return headers;
    }

    boolean isFresh() {
        return isFresh;
    }

    OptionalLong modifiedMs() {
        return modifiedMs;
    }

    private static final class BufferStream extends OutputStream {
        private final Buffer buffer;

        BufferStream(Buffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public void write(int octet) {
            buffer.appendByte((byte) octet);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            buffer.appendBytes(bytes, offset, length);
        }
    }
}
