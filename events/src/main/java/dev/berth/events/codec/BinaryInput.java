package dev.berth.events.codec;

import dev.berth.events.model.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Avro's binary encoding, out of memory; no length makes it take more room than there are bytes. It also keeps the
 * first reason why the model does not admit what was read: reading goes on after it, because only to the end can bytes
 * be told from a record. For one thread.
 */
final class BinaryInput {
    private static final int INT_BYTES_MAX = 5;
    private static final int LONG_BYTES_MAX = 10;

    private final byte[] bytes;
    private int at;
    private String refusal;
    private String place = "";

    BinaryInput(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    /** Keeps the reason, unless another has been kept before. */
    void refuse(String reason) {
        if (refusal == null) {
            refusal = reason;
        }
    }

    boolean isRefused() {
        return refusal != null;
    }

    /**
     * Adds to the last refusal the field or index where it happened; called from the inside to the
     * outside.
     */
    void locate(String step) {
        place = place.isEmpty() || place.startsWith("[") ? step + place : step + "." + place;
    }

    /**
     * The reason in one line, with the way to the field: short, printable and the same in every version of every
     * library.
     */
    String refusal() {
        return MalformedException.bounded(place.isEmpty() ? refusal : place + ": " + refusal);
    }

    int readInt() throws NotAvroException {
        return (int) readVarint(INT_BYTES_MAX, 0xffff_ffffL);
    }

    long readLong() throws NotAvroException {
        return readVarint(LONG_BYTES_MAX, -1);
    }

    double readDouble() throws NotAvroException {
        require(Double.BYTES);
        long bits = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 8) {
            bits |= (bytes[at++] & 0xffL) << shift;
        }
        return Double.longBitsToDouble(bits);
    }

    boolean readBoolean() throws NotAvroException {
        require(1);
        return bytes[at++] == 1;
    }

    String readText() throws NotAvroException {
        int length = readLength();
        String text = RecentTexts.text(bytes, at, length);
        at += length;
        return text;
    }

    byte[] readBytes() throws NotAvroException {
        int length = readLength();
        byte[] value = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return value;
    }

    /** The UUID that the next text is; null and a refusal if it is none. */
    UUID readUuid() throws NotAvroException {
        int length = readLength();
        UUID id = length == UuidText.LENGTH ? UuidText.parse(bytes, at) : null;
        if (id == null) {
            refuse("expected a UUID of 36 characters but got "
                    + MalformedException.quoted(new String(bytes, at, length, StandardCharsets.UTF_8)));
        }
        at += length;
        return id;
    }

    /** Whether the nullable value that comes next is there. */
    boolean readIsPresent() throws NotAvroException {
        int branch = readInt();
        if (branch != 0 && branch != 1) {
            throw new NotAvroException("branch " + branch + " of a union of two");
        }
        return branch == 1;
    }

    /** How many items the next block of an array has; none ends the array. */
    long readBlock() throws NotAvroException {
        long count = readLong();
        if (count < 0) {
            // Then the length of the block follows, for readers that skip.
            readLong();
            count = -count;
        }
        // No item takes less than a byte.
        if (count < 0 || count > bytes.length - at) {
            throw new NotAvroException(count + " items in " + (bytes.length - at) + " bytes");
        }
        return count;
    }

    private int readLength() throws NotAvroException {
        long length = readLong();
        if (length < 0 || length > bytes.length - at) {
            throw new NotAvroException("a text of " + length + " bytes in " + (bytes.length - at));
        }
        return (int) length;
    }

    private long readVarint(int bytesMax, long mask) throws NotAvroException {
        long zigzag = 0;
        for (int i = 0; i < bytesMax; i++) {
            require(1);
            byte b = bytes[at++];
            zigzag |= (b & 0x7fL) << 7 * i;
            if (b >= 0) {
                long value = zigzag & mask;
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw new NotAvroException("a number of more than " + bytesMax + " bytes");
    }

    private void require(int count) throws NotAvroException {
        if (bytes.length - at < count) {
            throw new NotAvroException("the end after " + bytes.length + " bytes");
        }
    }
}
