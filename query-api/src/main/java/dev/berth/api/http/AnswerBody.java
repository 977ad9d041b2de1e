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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The body of an answer as bytes: all of them made at once, or, if they would be too many, the first ones and what
 * makes the rest while they are sent. Not thread-safe, but threads may take turns.
 */
final class AnswerBody {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int BODY_BYTES_INITIAL = 2048;
    private static final int PIECE_BYTES = 128 * 1024;

    /**
     * Each thread makes pieces in the same array, which stays in the processor's cache, and copies them to a buffer.
     */
    private static final ThreadLocal<JsonBytes> MAKING = ThreadLocal.withInitial(() -> new JsonBytes(PIECE_BYTES));

    /** A longer body is sent while it is made, so that it is never all in memory. */
    private static final int WHOLE_BYTES_MAX = 4 * 1024 * 1024;

    private List<Buffer> made;
    private final boolean isWhole;
    private boolean isCollected;
    private Runnable whenOver = () -> {};

    /** What is still to be made; null if there is nothing. */
    private Answer.LongBody rest;

    /** Where the pieces are; empty if the garbage collector sees them. */
    private List<ByteBuf> memory;

    private AnswerBody(List<Buffer> made, List<ByteBuf> memory, Answer.LongBody rest) {
        this.made = made;
        this.memory = memory;
        this.rest = rest;
        this.isWhole = rest == null;
    }

    static AnswerBody none() {
        return new AnswerBody(List.of(), List.of(), null);
    }

    static AnswerBody text(String text) {
        return new AnswerBody(List.of(Buffer.buffer(text)), List.of(), null);
    }

    static AnswerBody bytes(byte[] bytes) {
        return new AnswerBody(List.of(Buffer.buffer(bytes)), List.of(), null);
    }

    static AnswerBody json(Answer.JsonBody body) {
        Buffer buffer = Buffer.buffer(BODY_BYTES_INITIAL);
        try (JsonGenerator json = FACTORY.createGenerator(new BufferStream(buffer))) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new AnswerBody(List.of(buffer), List.of(), null);
    }

    static AnswerBody inPieces(Answer.LongBody body) {
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
        } catch (RuntimeException | Error e) {
            // Too little memory is an error, which would leave less for each answer to come.
            memory.forEach(ByteBuf::release);
            throw e;
        }
        return new AnswerBody(pieces, memory, isMore ? body : null);
    }

    /** Makes some more of a body in this thread's bytes. */
    private static boolean fill(JsonBytes json, Answer.LongBody body) {
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

    /** What was made at first, piece by piece; empty if there is no body. */
    List<Buffer> made() {
        return made;
    }

    boolean isWhole() {
        return isWhole;
    }

    /**
     * Leaves the memory of all pieces to the garbage collector. HTTP/2 cuts them into frames, and where a client gives
     * the answer up it says that a piece will not be sent while frames of it still wait for the socket.
     */
    void collected() {
        isCollected = true;
        if (!memory.isEmpty()) {
            made = made.stream().map(piece -> Buffer.buffer(piece.getBytes())).toList();
            letGo();
        }
    }

    /**
     * A piece of a body.
     *
     * @param letGo gives back its memory, once it is sent or will not be
     */
    record Piece(Buffer bytes, Runnable letGo) {}

    /** The next piece of the body that is still to be made; empty after the last. */
    Optional<Piece> nextPiece() {
        if (rest == null) {
            return Optional.empty();
        }
        if (!fill(MAKING.get(), rest)) {
            rest = null;
        }
        if (isCollected) {
            JsonBytes json = MAKING.get();
            return Optional.of(new Piece(Buffer.buffer(Arrays.copyOf(json.array(), json.size())), () -> {}));
        }
        ByteBuf piece = piece();
        return Optional.of(new Piece(BufferInternal.buffer(piece), piece::release));
    }

    /** Gives back the memory of what was made at first; again nothing. */
    void letGo() {
        memory.forEach(ByteBuf::release);
        memory = List.of();
    }

    /** Says that nothing more of it will be made, whatever of it is still on its way; again nothing. */
    void over() {
        Runnable told = whenOver;
        whenOver = () -> {};
        told.run();
    }

    /** Lets go of a body of which nothing is sent, and says so; again nothing. */
    void discard() {
        letGo();
        over();
    }

    void whenOver(Runnable action) {
        whenOver = action;
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
