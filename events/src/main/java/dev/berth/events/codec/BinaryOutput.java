package dev.berth.events.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** Avro's binary encoding, into memory. Used again for value after value; for one thread. */
final class BinaryOutput {
    private static final int LENGTH = 1024;
    private static final int LENGTH_KEPT_MAX = 1 << 20;
    private static final int VARINT_MAX = 10;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[LENGTH];
    private int length;

    /** Starts over, and frees what one large value took. */
    BinaryOutput begin() {
        length = 0;
        if (bytes.length > LENGTH_KEPT_MAX) {
            bytes = new byte[LENGTH];
        }
        return this;
    }

    void writeByte(int value) {
        makeRoom(1);
        bytes[length++] = (byte) value;
    }

    /** Four bytes, the high one first; not a number of Avro's. */
    void writeFixed32(int value) {
        makeRoom(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    void writeInt(int value) {
        writeLong(value);
    }

    /** A number of Avro's, int or long: zigzag, seven bits a byte, the low ones first. */
    void writeLong(long value) {
        makeRoom(VARINT_MAX);
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** Eight bytes, the low one first. */
    void writeDouble(double value) {
        makeRoom(Double.BYTES);
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 0; shift < Long.SIZE; shift += 8) {
            bytes[length++] = (byte) (bits >>> shift);
        }
    }

    void writeBytes(byte[] value) {
        writeLong(value.length);
        makeRoom(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    void writeText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        writeLong(utf8.length);
        makeRoom(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
    }

    /** The text of a UUID, without making it first. */
    void writeUuid(UUID id) {
        writeLong(UuidText.LENGTH);
        makeRoom(UuidText.LENGTH);
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        writeHex(high, 64, 32);
        writeHyphenAndHex(high, 32, 16);
        writeHyphenAndHex(high, 16, 0);
        writeHyphenAndHex(low, 64, 48);
        writeHyphenAndHex(low, 48, 0);
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void writeHyphenAndHex(long bits, int from, int to) {
        bytes[length++] = '-';
        writeHex(bits, from, to);
    }

    private void writeHex(long bits, int from, int to) {
        for (int shift = from - 4; shift >= to; shift -= 4) {
            bytes[length++] = HEX[(int) (bits >>> shift) & 0xf];
        }
    }

    private void makeRoom(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.addExact(Math.max(2 * length, LENGTH), more));
        }
    }
}
