package dev.berth.ledger.chain;

import dev.berth.events.decision.Outcome;
import dev.berth.events.event.Event;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.Sha256;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;

/**
 * Values as bytes that are the same for the same value in every program: each with its kind before it, texts and
 * collections with their length, records component by component. A component that is empty is left out, so a record may
 * get another optional component at its end and what was written without it stays as it was. Allocations are the map
 * that they hold, as hashes have it that are older than their name. Grows as it is written to; for one thread.
 *
 * <pre>
 * text     's' | length (4) | UTF-8          flag      'b' | 0 or 1
 * number   'n' | 8 bytes                     decimal   'd' | bits of the double (8)
 * id       'u' | 16 bytes                    hash      'h' | 32 bytes
 * list     '[' | count (4) | values          map       '{' | count (4) | keys and values in turn
 * record   '(' | for each component that is not empty: its place (1) and its value | ')'
 * </pre>
 */
final class CanonicalBytes {
    private static final int FIRST_SIZE = 512;
    private static final int RECORD_END = ')';

    private byte[] bytes = new byte[FIRST_SIZE];
    private int length;

    CanonicalBytes put(byte value) {
        room(1)[length++] = value;
        return this;
    }

    CanonicalBytes put(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer.wrap(room(1 + Integer.BYTES + utf8.length), length, bytes.length - length)
                .put((byte) 's')
                .putInt(utf8.length)
                .put(utf8);
        length += 1 + Integer.BYTES + utf8.length;
        return this;
    }

    CanonicalBytes put(long number) {
        return put('n', number);
    }

    CanonicalBytes put(UUID id) {
        put('u', id.getMostSignificantBits());
        return word(id.getLeastSignificantBits());
    }

    CanonicalBytes put(Sha256 hash) {
        put('h', hash.first());
        return word(hash.second()).word(hash.third()).word(hash.fourth());
    }

    CanonicalBytes put(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            put("refused");
            return put(refused.reason());
        }
        put("accepted");
        for (Event event : outcome.events()) {
            put(event.kind().name());
            value(event);
        }
        return this;
    }

    Sha256 sha256() {
        MessageDigest algorithm = Sha256.algorithm();
        algorithm.update(bytes, 0, length);
        return Sha256.ofBytes(algorithm.digest());
    }

    private void value(Object value) {
        if (value instanceof String text) {
            put(text);
        } else if (value instanceof Long || value instanceof Integer) {
            put(((Number) value).longValue());
        } else if (value instanceof UUID id) {
            put(id);
        } else if (value instanceof Enum<?> constant) {
            put(constant.name());
        } else if (value instanceof Boolean flag) {
            put((byte) 'b').put((byte) (flag ? 1 : 0));
        } else if (value instanceof Double decimal) {
            put('d', Double.doubleToLongBits(decimal));
        } else if (value instanceof Optional<?> optional) {
            value(optional.orElseThrow());
        } else if (value instanceof OptionalLong optional) {
            put(optional.getAsLong());
        } else if (value instanceof OptionalInt optional) {
            put(optional.getAsInt());
        } else if (value instanceof SortedMap<?, ?> map) {
            map(map);
        } else if (value instanceof List<?> || value instanceof SortedSet<?>) {
            list((Collection<?>) value);
        } else if (value instanceof Allocations allocations) {
            map(allocations.byProvider());
        } else if (value instanceof Sha256 hash) {
            put(hash);
        } else if (value instanceof Record fields) {
            put(fields);
        } else {
            throw new IllegalStateException("expected a value with an order of its own but got " + value.getClass());
        }
    }

    private void map(SortedMap<?, ?> map) {
        count('{', map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            value(entry.getKey());
            value(entry.getValue());
        }
    }

    private void list(Collection<?> values) {
        count('[', values.size());
        values.forEach(this::value);
    }

    /** A record, component by component. */
    CanonicalBytes put(Record fields) {
        put((byte) '(');
        MethodHandle[] components = RecordComponents.of(fields.getClass());
        for (int place = 0; place < components.length; place++) {
            Object component = RecordComponents.read(components[place], fields);
            if (!isEmpty(component)) {
                put((byte) place);
                value(component);
            }
        }
        return put((byte) RECORD_END);
    }

    private static boolean isEmpty(Object value) {
        return value instanceof Optional<?> optional && optional.isEmpty()
                || value instanceof Collection<?> values && values.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty()
                || value instanceof Allocations allocations && allocations.isEmpty()
                || value instanceof OptionalLong number && number.isEmpty()
                || value instanceof OptionalInt small && small.isEmpty();
    }

    private void count(char kind, int count) {
        ByteBuffer.wrap(room(1 + Integer.BYTES), length, 1 + Integer.BYTES)
                .put((byte) kind)
                .putInt(count);
        length += 1 + Integer.BYTES;
    }

    private CanonicalBytes put(char kind, long word) {
        put((byte) kind);
        return word(word);
    }

    private CanonicalBytes word(long word) {
        ByteBuffer.wrap(room(Long.BYTES), length, Long.BYTES).putLong(word);
        length += Long.BYTES;
        return this;
    }

    private byte[] room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
        return bytes;
    }
}
