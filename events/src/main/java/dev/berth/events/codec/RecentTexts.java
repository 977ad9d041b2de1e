package dev.berth.events.codec;

import java.nio.charset.StandardCharsets;

/**
 * Texts out of their bytes, in which those that were read lately are not made again: most texts of a log are a few
 * projects, users and resource classes, which would else take half of the memory of all consumers. Holds 1,024 short
 * texts at most. Thread-safe without a lock, because a text that is lost or made twice does no harm.
 */
final class RecentTexts {
    private static final int SLOTS = 1_024;
    private static final int LENGTH_MAX = 64;

    private static final String[] TEXTS = new String[SLOTS];

    private RecentTexts() {}

    /** The text that stands in the bytes from there on, in UTF-8. */
    static String text(byte[] bytes, int from, int length) {
        if (length > LENGTH_MAX) {
            return new String(bytes, from, length, StandardCharsets.UTF_8);
        }
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = RecentSlots.of(hash, SLOTS);
        String recent = TEXTS[slot];
        if (recent != null && isText(recent, bytes, from, length)) {
            return recent;
        }
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        TEXTS[slot] = text;
        return text;
    }

    /** Whether the bytes are the text, if they are ASCII; false for all others. */
    private static boolean isText(String text, byte[] bytes, int from, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            // A byte that is not ASCII is negative, and no character is.
            if (text.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }
}
