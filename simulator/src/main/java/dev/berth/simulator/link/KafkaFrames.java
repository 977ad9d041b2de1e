package dev.berth.simulator.link;

import io.vertx.core.buffer.Buffer;
import java.util.function.IntPredicate;

/**
 * Follows what a client sends to a broker: frames of four bytes of length and a request, which begins with two bytes of
 * API key. One connection, one thread.
 */
final class KafkaFrames {
    private static final int LENGTH_BYTES = 4;
    private static final int HEAD_BYTES = 6;

    private int head;
    private int length;
    private int key;
    private long left;

    /** Reads on; whether a request that is wanted begins in this buffer. */
    boolean passes(Buffer buffer, IntPredicate isWanted) {
        boolean isFound = false;
        int at = 0;
        while (at < buffer.length()) {
            if (head < HEAD_BYTES) {
                int next = buffer.getByte(at++) & 0xFF;
                if (head < LENGTH_BYTES) {
                    length = length << 8 | next;
                } else {
                    key = key << 8 | next;
                }
                head++;
                if (head == HEAD_BYTES) {
                    left = length - (HEAD_BYTES - LENGTH_BYTES);
                    isFound |= isWanted.test(key);
                }
            } else {
                long passed = Math.min(left, buffer.length() - at);
                at += (int) passed;
                left -= passed;
            }
            if (head == HEAD_BYTES && left <= 0) {
                head = 0;
                length = 0;
                key = 0;
            }
        }
        return isFound;
    }
}
