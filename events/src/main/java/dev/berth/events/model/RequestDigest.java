package dev.berth.events.model;

import java.util.HexFormat;

/**
 * The SHA-256 of a request that carried an idempotency key, so that the same key on another request is recognised. The 32 bytes stand
 * as four numbers, the first bytes first and the highest of each first. Immutable.
 */
public record RequestDigest(long first, long second, long third, long fourth) {
    /** How many bytes it has. */
    public static final int BYTES = 4 * Long.BYTES;

    /**
     * The digest that these bytes are.
     *
     * @throws IllegalArgumentException if they are not {@link #BYTES}
     */
    public static RequestDigest of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "expected a request digest of " + BYTES + " bytes but got " + bytes.length);
        }
        return new RequestDigest(number(bytes, 0), number(bytes, 8), number(bytes, 16), number(bytes, 24));
    }

    private static long number(byte[] bytes, int from) {
        long number = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            number = number << Byte.SIZE | bytes[i] & 0xFF;
        }
        return number;
    }

    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        long[] numbers = {first, second, third, fourth};
        for (int i = 0; i < BYTES; i++) {
            bytes[i] = (byte) (numbers[i / Long.BYTES] >>> Byte.SIZE * (Long.BYTES - 1 - i % Long.BYTES));
        }
        return bytes;
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(toBytes());
    }
}
