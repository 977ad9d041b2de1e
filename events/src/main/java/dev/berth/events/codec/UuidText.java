package dev.berth.events.codec;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** UUIDs in their one spelling of 36 characters, hex digits of either case. The JDK's own reader takes others too, such as 1-1-1-1-1. */
final class UuidText {
    static final int LENGTH = 36;

    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT_RFC = 0x8000_0000_0000_0000L;

    private UuidText() {}

    /** The UUID that stands in the bytes from there on, 36 of them; null if it is none. */
    static UUID parse(byte[] bytes, int from) {
        long high = 0;
        long low = 0;
        for (int at = 0; at < LENGTH; at++) {
            byte c = bytes[from + at];
            if (at == 8 || at == 13 || at == 18 || at == 23) {
                if (c != '-') {
                    return null;
                }
                continue;
            }
            int digit = digit(c);
            if (digit < 0) {
                return null;
            }
            if (at < 18) {
                high = high << 4 | digit;
            } else {
                low = low << 4 | digit;
            }
        }
        return new UUID(high, low);
    }

    /**
     * A UUID for a text that is none, the same on every day: the first half of the SHA-256 of its UTF-8, with the version 8 that
     * RFC 9562 keeps for such a hash.
     */
    static UUID derivedFrom(String text) {
        byte[] hash = Hashing.sha256().hashString(text, StandardCharsets.UTF_8).asBytes();
        long high = (longAt(hash, 0) & ~0xf000L) | VERSION_8;
        long low = (longAt(hash, Long.BYTES) & ~0xc000_0000_0000_0000L) | VARIANT_RFC;
        return new UUID(high, low);
    }

    private static long longAt(byte[] bytes, int from) {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | bytes[from + i] & 0xff;
        }
        return value;
    }

    private static int digit(byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'a' && c <= 'f') {
            return c - 'a' + 10;
        }
        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }
}
