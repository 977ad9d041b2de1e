package dev.berth.agent.host;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The serial number in a card's Vital Product Data (PCI local bus specification 3.0, appendix I): a chain of tagged
 * resources, of which the read-only one (large tag 0x10) holds two-letter keywords. Reads no further than the first
 * thing that does not fit, for many cards end their data without an end tag.
 */
final class VitalProductData {
    private static final int LARGE = 0x80;
    private static final int END = 0x0f;
    private static final int READ_ONLY = 0x10;

    private VitalProductData() {}

    /** The SN keyword's text, absent if there is none or it is blank. */
    static Optional<String> serialNumber(byte[] data) {
        int at = 0;
        while (at < data.length) {
            int tag = Byte.toUnsignedInt(data[at]);
            boolean isLarge = (tag & LARGE) != 0;
            if (isLarge && at + 2 >= data.length || !isLarge && tag >> 3 == END) {
                return Optional.empty();
            }
            int start = at + (isLarge ? 3 : 1);
            int length =
                    isLarge ? Byte.toUnsignedInt(data[at + 1]) | Byte.toUnsignedInt(data[at + 2]) << 8 : tag & 0x07;
            if (isLarge && (tag & ~LARGE) == READ_ONLY) {
                return keyword(data, start, Math.min(start + length, data.length));
            }
            at = start + length;
        }
        return Optional.empty();
    }

    private static Optional<String> keyword(byte[] data, int start, int end) {
        int at = start;
        while (at + 3 <= end) {
            int length = Byte.toUnsignedInt(data[at + 2]);
            if (at + 3 + length > end) {
                return Optional.empty();
            }
            if (data[at] == 'S' && data[at + 1] == 'N') {
                String serial = new String(data, at + 3, length, StandardCharsets.ISO_8859_1)
                        .replace('\0', ' ')
                        .strip();
                return Optional.of(serial).filter(text -> !text.isEmpty());
            }
            at += 3 + length;
        }
        return Optional.empty();
    }
}
