package dev.berth.ledger.chain;

import dev.berth.events.decision.Outcome;
import dev.berth.events.event.Event;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * Values as bytes that are the same for the same value in every program: each with its kind before it, texts and
 * collections with their length, records component by component. A component that is empty is left out, so a record may
 * get another optional component at its end and what was written without it stays as it was. Allocations are written as
 * a map of maps, which they were when the first hashes were made. For one thread.
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
    /** Small, for each decision has one of its own. A longer text goes to the hash on its own. */
    private static final int BUFFERED = 256;

    private static final int RECORD_END = ')';

    private final MessageDigest algorithm = Sha256.algorithm();
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFERED);

    CanonicalBytes put(byte value) {
        room(1).put(value);
        return this;
    }

    CanonicalBytes put(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        count('s', utf8.length);
        if (utf8.length > BUFFERED) {
            hash();
            algorithm.update(utf8);
        } else {
            room(utf8.length).put(utf8);
        }
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

    /** The hash of all that was put; nothing may be put after it. */
    Sha256 sha256() {
        hash();
        return Sha256.ofBytes(algorithm.digest());
    }

    /** A record, component by component. */
    CanonicalBytes put(Record fields) {
        return value(fields);
    }

    private CanonicalBytes value(Object value) {
        return value(ValueForm.of(value), value);
    }

    private CanonicalBytes value(ValueForm form, Object value) {
        return switch (form.kind()) {
            case TEXT -> put((String) value);
            case NUMBER -> put(((Number) value).longValue());
            case ID -> put((UUID) value);
            case CONSTANT -> put(((Enum<?>) value).name());
            case FLAG -> put((byte) 'b').put((byte) ((boolean) value ? 1 : 0));
            case DECIMAL -> put('d', Double.doubleToLongBits((double) value));
            case OPTIONAL -> value(((Optional<?>) value).orElseThrow());
            case OPTIONAL_LONG -> put(((OptionalLong) value).getAsLong());
            case OPTIONAL_INT -> put(((OptionalInt) value).getAsInt());
            case MAP -> map((SortedMap<?, ?>) value);
            case LIST -> list((Collection<?>) value);
            case ALLOCATIONS -> allocations((Allocations) value);
            case HASH -> put((Sha256) value);
            case RECORD -> fields(form, value);
        };
    }

    private CanonicalBytes map(SortedMap<?, ?> map) {
        count('{', map.size());
        // Guava's maps keep the set of their entries once somebody has asked for it, and these live long.
        map.forEach((key, value) -> value(key).value(value));
        return this;
    }

    /** As a map of maps. */
    private CanonicalBytes allocations(Allocations allocations) {
        count('{', allocations.byProvider().size());
        allocations.forEach((provider, amounts) -> value(provider).map(amounts));
        return this;
    }

    private CanonicalBytes list(Collection<?> values) {
        count('[', values.size());
        values.forEach(this::value);
        return this;
    }

    private CanonicalBytes fields(ValueForm form, Object value) {
        put((byte) '(');
        byte place = 0;
        for (Function<Object, Object> each : form.components()) {
            Object component = each.apply(value);
            ValueForm formOfEach = ValueForm.of(component);
            if (!formOfEach.isEmpty(component)) {
                put(place);
                value(formOfEach, component);
            }
            place++;
        }
        return put((byte) RECORD_END);
    }

    private void count(char kind, int count) {
        room(1 + Integer.BYTES).put((byte) kind).putInt(count);
    }

    private CanonicalBytes put(char kind, long word) {
        room(1 + Long.BYTES).put((byte) kind).putLong(word);
        return this;
    }

    private CanonicalBytes word(long word) {
        room(Long.BYTES).putLong(word);
        return this;
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            hash();
        }
        return bytes;
    }

    private void hash() {
        algorithm.update(bytes.array(), 0, bytes.position());
        bytes.clear();
    }
}
