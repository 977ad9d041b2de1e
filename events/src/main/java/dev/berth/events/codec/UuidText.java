package dev.berth.events.codec;

import dev.berth.events.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * UUIDs in their one spelling of 36 characters, hex digits of either case. The JDK's own reader takes others too, such
 * as 1-1-1-1-1.
 */
final class UuidText {
    static final int LENGTH = 36;

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

    /** A UUID for a text that is none, always the same for the same text. */
    static UUID derivedFrom(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).toUuid();
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
