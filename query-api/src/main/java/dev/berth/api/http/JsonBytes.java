package dev.berth.api.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing array of JSON text, for bodies that are long and asked for often. The caller writes commas and brackets
 * itself, and only names that need no escaping. Not thread-safe.
 */
public final class JsonBytes {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    public static final int UUID_LENGTH = 36;
    private static final int DIGITS_MAX = 20;
    private static final long NIBBLES = 0x0F0F0F0F0F0F0F0FL;
    private static final long ONES = 0x0101010101010101L;

    private byte[] bytes;
    private int size;

    JsonBytes(int capacity) {
        bytes = new byte[capacity];
    }

    /** The bytes of an ASCII text, to be written many times. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** One JSON value that Jackson writes, for what is short or rare. */
    public static byte[] of(Answer.JsonBody value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            value.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public int size() {
        return size;
    }

    /** A copy of what was written from a size on. */
    public byte[] since(int from) {
        return Arrays.copyOfRange(bytes, from, size);
    }

    byte[] array() {
        return bytes;
    }

    void clear() {
        size = 0;
    }

    public JsonBytes octet(char ascii) {
        reserve(1);
        bytes[size++] = (byte) ascii;
        return this;
    }

    public JsonBytes octets(byte[] text) {
        reserve(text.length);
        System.arraycopy(text, 0, bytes, size, text.length);
        size += text.length;
        return this;
    }

    public JsonBytes number(long value) {
        reserve(DIGITS_MAX);
        if (value >= 0 && value < 10) {
            bytes[size++] = (byte) ('0' + value);
            return this;
        }
        if (value == Long.MIN_VALUE) {
            return octets(ascii(Long.toString(value)));
        }
        long rest = Math.abs(value);
        int length = value < 0 ? 1 : 0;
        for (long left = rest; left > 0; left /= 10) {
            length++;
        }
        if (value < 0) {
            bytes[size] = '-';
        }
        for (int at = size + length - 1; rest > 0; rest /= 10) {
            bytes[at--] = (byte) ('0' + rest % 10);
        }
        size += length;
        return this;
    }

    /** The text of an UUID, which is given as its two halves, without quotes. */
    public JsonBytes uuid(long high, long low) {
        reserve(UUID_LENGTH);
        size += UUID_LENGTH;
        return uuidAt(size - UUID_LENGTH, high, low);
    }

    /** Puts the text of an UUID over what was written at a place. */
    public JsonBytes uuidAt(int place, long high, long low) {
        // Eight digits at a time; the dashes are put where the groups of four leave room for them.
        long first = hex(high >>> 32);
        long second = hex(high);
        long third = hex(low >>> 32);
        long fourth = hex(low);
        LONGS.set(bytes, place, first);
        bytes[place + 8] = '-';
        LONGS.set(bytes, place + 9, second);
        LONGS.set(bytes, place + 14, second << 32 | third >>> 32);
        bytes[place + 13] = '-';
        bytes[place + 18] = '-';
        LONGS.set(bytes, place + 19, third);
        LONGS.set(bytes, place + 24, third << 32 | fourth >>> 32);
        bytes[place + 23] = '-';
        LONGS.set(bytes, place + 28, fourth);
        return this;
    }

    /** Puts what was written at one place over what was written at another. */
    public JsonBytes repeat(int from, int to, int length) {
        System.arraycopy(bytes, from, bytes, to, length);
        return this;
    }

    /** The lower 32 bits as eight hexadecimal digits in ASCII. */
    private static long hex(long bits) {
        long spread = bits & 0xFFFFFFFFL;
        spread = (spread | spread << 16) & 0x0000FFFF0000FFFFL;
        spread = (spread | spread << 8) & 0x00FF00FF00FF00FFL;
        spread = (spread | spread << 4) & NIBBLES;
        // A digit above 9 carries into the next half byte when 6 is added to it; letters begin 39 places behind the
        // digits.
        long letters = (spread + 6 * ONES) >>> 4 & ONES;
        return spread + '0' * ONES + letters * 39;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }
}
