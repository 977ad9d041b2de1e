package dev.berth.api.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a request is answered with. Built by one thread and not changed by it once it is handed to the server. */
public final class Answer {
    public static final String JSON = "application/json";

    /** The type of text for people. */
    public static final String TEXT = "text/plain";

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int BODY_BYTES_INITIAL = 2048;
    private static final int PIECE_BYTES = 128 * 1024;

    /**
     * Where each thread makes pieces before they are copied to where they are sent from; it stays in the processor's
     * cache.
     */
    private static final ThreadLocal<JsonBytes> MAKING = ThreadLocal.withInitial(() -> new JsonBytes(PIECE_BYTES));

    /** What is longer than this is sent while it is made, so that nobody has to hold all of it. */
    private static final int WHOLE_BYTES_MAX = 4 * 1024 * 1024;

    private final int status;
    private final List<Buffer> body;
    private final boolean isWhole;
    private final String contentType;
    private final List<String> headers = new ArrayList<>(4);
    private OptionalLong modifiedMs = OptionalLong.empty();
    private boolean isFresh;
    private Runnable whenSent = () -> {};

    /** What is still to be made; null if there is nothing. */
    private LongBody rest;

    /** Where the pieces of the body are. */
    private List<ByteBuf> memory = List.of();

    /** Writes one JSON value. */
    @FunctionalInterface
    public interface JsonBody {
        void write(JsonGenerator json) throws IOException;
    }

    /**
     * Makes a long JSON body a little at a time, and only when it is asked for more. For one thread after the other.
     */
    @FunctionalInterface
    public interface LongBody {
        /** Writes some more, a few kilobytes; false if it was the last. */
        boolean write(JsonBytes json);
    }

    private Answer(int status, List<Buffer> body, LongBody rest, String contentType) {
        this.status = status;
        this.body = body;
        this.rest = rest;
        this.isWhole = rest == null;
        this.contentType = contentType;
    }

    /** An answer without a body. */
    public static Answer empty(int status) {
        return new Answer(status, List.of(), null, null);
    }

    public static Answer text(int status, String contentType, String text) {
        return new Answer(status, List.of(Buffer.buffer(text)), null, contentType);
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
        return new Answer(status, List.of(buffer), null, JSON);
    }

    /**
     * An answer whose body is made at once if it is not too long, and else while it is sent. It holds memory that the
     * garbage collector does not see, so it has to be sent or {@link #discard discarded}.
     */
    public static Answer inPieces(LongBody body) {
        List<Buffer> pieces = new ArrayList<>(1);
        List<ByteBuf> memory = new ArrayList<>(1);
        boolean isMore = true;
        try {
            for (int bytes = 0; isMore && bytes < WHOLE_BYTES_MAX; ) {
                isMore = fill(MAKING.get(), body);
                ByteBuf piece = piece();
                bytes += piece.readableBytes();
                memory.add(piece);
                pieces.add(BufferInternal.buffer(piece));
            }
        } catch (RuntimeException e) {
            memory.forEach(ByteBuf::release);
            throw e;
        }
        Answer answer = new Answer(200, pieces, isMore ? body : null, JSON);
        answer.memory = memory;
        return answer;
    }

    /** Makes some more of a body in this thread's bytes. */
    private static boolean fill(JsonBytes json, LongBody body) {
        json.clear();
        boolean isMore = true;
        // Room is left for the last bit, so that the array hardly ever grows.
        while (isMore && json.size() < PIECE_BYTES - PIECE_BYTES / 16) {
            isMore = body.write(json);
        }
        return isMore;
    }

    /** What this thread has made, as a socket takes it. */
    private static ByteBuf piece() {
        JsonBytes json = MAKING.get();
        return ByteBufAllocator.DEFAULT.directBuffer(json.size()).writeBytes(json.array(), 0, json.size());
    }

    /** Gives back memory. An answer that was sent or cannot be sent has no body any more. */
    public void discard() {
        memory.forEach(ByteBuf::release);
        memory = List.of();
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

    /** What there is of the body, piece by piece; empty if there is none. */
    public List<Buffer> body() {
        return body;
    }

    /** The next piece of the body that is still to be made, for the caller to release; empty after the last. */
    Optional<ByteBuf> nextPiece() {
        if (rest == null) {
            return Optional.empty();
        }
        if (!fill(MAKING.get(), rest)) {
            rest = null;
        }
        return Optional.of(piece());
    }

    /** Whether all of the body was made at once. */
    public boolean isWhole() {
        return isWhole;
    }

    /** What is to be done once the body is sent, or will never be: once, if it is not whole. */
    public Answer whenSent(Runnable action) {
        whenSent = action;
        return this;
    }

    Runnable whenSent() {
        return whenSent;
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
