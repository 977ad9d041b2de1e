package dev.berth.api.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a handler answers: status, headers and a body; {@link AnswerBody} has how the body is made. Built by one thread
 * and not changed by it once it is handed to the server.
 */
public final class Answer {
    public static final String JSON = "application/json";

    /** The type of server-sent events. */
    public static final String EVENTS = "text/event-stream";

    /** The type of text for people. */
    public static final String TEXT = "text/plain";

    /** Where gzip is named in Accept-Encoding and not refused by a weight of 0. */
    private static final Pattern GZIP = Pattern.compile("(?i)\\bgzip\\s*(,|$|;\\s*q=(1|0\\.0*[1-9]))");

    private final int status;
    private AnswerBody bytes;
    private final String contentType;
    private final List<String> headers = new ArrayList<>(4);
    private Optional<AnswerFeed> feed = Optional.empty();
    private OptionalLong modifiedMs = OptionalLong.empty();
    private boolean isFresh;
    private Optional<AnswerBody> packed = Optional.empty();

    /** Writes one JSON value. */
    @FunctionalInterface
    public interface JsonBody {
        void write(JsonGenerator json) throws IOException;
    }

    /**
     * Makes a long JSON body a little at a time, and only when it is asked for more. Not thread-safe, but threads may
     * take turns.
     */
    @FunctionalInterface
    public interface LongBody {
        /** Writes some more, a few kilobytes; false if it was the last. */
        boolean write(JsonBytes json);
    }

    private Answer(int status, AnswerBody bytes, String contentType) {
        this.status = status;
        this.bytes = bytes;
        this.contentType = contentType;
    }

    /** An answer without a body. */
    public static Answer empty(int status) {
        return new Answer(status, AnswerBody.none(), null);
    }

    public static Answer text(int status, String contentType, String text) {
        return new Answer(status, AnswerBody.text(text), contentType);
    }

    /** An answer of bytes that are there already, and are not changed any more. */
    public static Answer bytes(int status, String contentType, byte[] bytes) {
        return new Answer(status, AnswerBody.bytes(bytes), contentType);
    }

    /** Gives the same body packed by gzip, for clients that take it so. */
    public Answer orGzip(byte[] gzip) {
        packed = Optional.of(AnswerBody.bytes(gzip));
        return header("vary", "accept-encoding");
    }

    /** Takes the packed body if there is one and the client takes it. */
    void pack(Optional<String> acceptEncoding) {
        if (packed.isPresent() && acceptEncoding.filter(GZIP.asPredicate()).isPresent()) {
            bytes = packed.get();
            header("content-encoding", "gzip");
        }
    }

    public static Answer ok(JsonBody body) {
        return json(200, body);
    }

    /** An answer whose body is streamed into its buffer at once, without a tree between. */
    public static Answer json(int status, JsonBody body) {
        return new Answer(status, AnswerBody.json(body), JSON);
    }

    /**
     * An answer whose body is made at once if it is not too long, and else while it is sent. It holds memory that the
     * garbage collector does not see, so it has to be sent or {@link #discard discarded}.
     */
    public static Answer inPieces(LongBody body) {
        return new Answer(200, AnswerBody.inPieces(body), JSON);
    }

    /** An answer that goes on as something comes about. It has to be sent or {@link #discard discarded}. */
    public static Answer feed(String contentType, AnswerFeed feed) {
        Answer answer = new Answer(200, AnswerBody.none(), contentType);
        answer.feed = Optional.of(feed);
        return answer;
    }

    /** The same, compressed with gzip if the caller takes that. */
    public static Answer inPieces(LongBody body, boolean isCompressed) {
        return isCompressed
                ? new Answer(200, AnswerBody.inPieces(new CompressedBody(body)), JSON)
                        .header("content-encoding", "gzip")
                : inPieces(body);
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

    /** What the answer shows is of the past, so it was not changed later than that. */
    void notModifiedAfter(long timestampMs) {
        if (modifiedMs.isPresent()) {
            modifiedMs = OptionalLong.of(Math.min(modifiedMs.getAsLong(), timestampMs));
        }
    }

    /** Forbids caching of an answer for which no time of change is known. */
    public Answer fresh() {
        isFresh = true;
        return this;
    }

    public int status() {
        return status;
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

    /** The body, for whoever sends it. */
    AnswerBody bytes() {
        return bytes;
    }

    /** What its body comes from, if that is a feed. */
    Optional<AnswerFeed> feed() {
        return feed;
    }

    /** What there is of the body, piece by piece; empty if there is none. */
    public List<Buffer> body() {
        return bytes.made();
    }

    /** Whether all of the body was made at once. */
    public boolean isWhole() {
        return bytes.isWhole();
    }

    /** Sets what is run, once, when nothing more will be sent of a body that is not whole. */
    public Answer whenSent(Runnable action) {
        bytes.whenOver(action);
        return this;
    }

    /** Gives back the memory of an answer that will not be sent. */
    public void discard() {
        bytes.discard();
        feed.ifPresent(AnswerFeed::discard);
        feed = Optional.empty();
    }
}
