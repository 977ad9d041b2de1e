package dev.berth.api.http;

import dev.berth.api.connection.ConnectionLimits;
import java.time.Duration;

/**
 * What requests may take of a server, one and all together.
 *
 * @param bodyBytesMax the most bytes of one body; larger ones are refused with 413
 * @param bodiesBytesMax the most bytes of all bodies together that are read or not yet answered; beyond it 503
 * @param bodyTime how long a body may take to come; then 408
 * @param answerTime how long an answer may take to be sent, and {@link #ANSWER_BYTES_A_SECOND} more for each second;
 *     then the connection is closed
 * @param connections what connections may take
 */
public record HttpLimits(
        int bodyBytesMax, long bodiesBytesMax, Duration bodyTime, Duration answerTime, ConnectionLimits connections) {
    /** The slowest that a long answer may be taken. */
    public static final int ANSWER_BYTES_A_SECOND = 16 * 1024;

    private static final int MIB = 1024 * 1024;
    private static final int BODY_BYTES_MAX_USUAL = 4 * MIB;
    private static final long BODIES_BYTES_LEAST = 16L * MIB;
    private static final long BODIES_BYTES_MOST = 512L * MIB;

    /** Parsed JSON takes about ten times the memory of its text, but only a few are parsed at a time. */
    private static final int HEAP_SHARE = 8;

    public HttpLimits {
        if (bodyBytesMax < 1 || bodiesBytesMax < bodyBytesMax || bodyTime.isZero() || answerTime.isZero()) {
            throw new IllegalArgumentException("expected room for one body at least, and time for it, but got "
                    + bodyBytesMax + " bytes of " + bodiesBytesMax + ", " + bodyTime + " and " + answerTime);
        }
    }

    /** The limits of a server whose JVM has this much memory. */
    public static HttpLimits usual(long heapBytes) {
        return new HttpLimits(
                BODY_BYTES_MAX_USUAL,
                Math.min(BODIES_BYTES_MOST, Math.max(BODIES_BYTES_LEAST, heapBytes / HEAP_SHARE)),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                ConnectionLimits.USUAL);
    }

    /** The limits of a server in this JVM. */
    public static HttpLimits usual() {
        return usual(Runtime.getRuntime().maxMemory());
    }

    public HttpLimits withConnections(ConnectionLimits other) {
        return new HttpLimits(bodyBytesMax, bodiesBytesMax, bodyTime, answerTime, other);
    }
}
