package dev.berth.ledger.rules;

import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.Event;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.Limits;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.chain.RecordComponents;
import java.lang.invoke.MethodHandle;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * How many bytes an outcome takes in the record of its decision, at most. Counted from the outcome alone and not by the
 * codec, because it decides what is refused: a schema that grows must not change that. Never less than what the codec
 * writes. For one thread.
 */
final class OutcomeSize {
    /** The name of an event's kind, and a byte for each kind that it is not. */
    private static final int EVENT = 128;

    /** An attribute's value is written as a text beside its kind. */
    private static final int ATTRIBUTE = 32;

    /** Names of enums, or a little longer. */
    private static final int WORD = 16;

    private static final int ID = 37;
    private static final int ADDRESS = 17;
    /** The count of a block of items, and the end of the blocks. */
    private static final int ITEMS = 6;

    private long bytes;

    private OutcomeSize() {}

    /** The outcome, or its refusal if no record could hold it. */
    static Outcome recordable(Outcome outcome) {
        long bytes = of(outcome);
        return bytes <= Limits.OUTCOME_BYTES_MAX
                ? outcome
                : Outcome.refused(Refusal.of(Rejection.OUTCOME_TOO_LARGE)
                        .with(Refusal.Fact.ACTUAL, bytes)
                        .with(Refusal.Fact.LIMIT, Limits.OUTCOME_BYTES_MAX));
    }

    static long of(Outcome outcome) {
        OutcomeSize size = new OutcomeSize();
        size.bytes = 1 + ITEMS;
        outcome.refusal().ifPresent(size::add);
        for (Event event : outcome.events()) {
            size.bytes += EVENT;
            size.add(event);
        }
        return size.bytes;
    }

    private void add(Object value) {
        if (value instanceof String text) {
            text(text);
        } else if (value instanceof Long || value instanceof Integer) {
            number(((Number) value).longValue());
        } else if (value instanceof UUID) {
            bytes += ID;
        } else if (value instanceof PciAddress) {
            bytes += ADDRESS;
        } else if (value instanceof Enum<?> constant) {
            bytes += WORD + constant.name().length();
        } else if (value instanceof Boolean) {
            bytes += 1;
        } else if (value instanceof Double) {
            bytes += Double.BYTES;
        } else if (value instanceof Sha256) {
            bytes += 1 + Sha256.LENGTH;
        } else if (value instanceof Optional<?> optional) {
            bytes += 1;
            optional.ifPresent(this::add);
        } else if (value instanceof OptionalLong optional) {
            bytes += 1;
            optional.ifPresent(this::number);
        } else if (value instanceof OptionalInt optional) {
            bytes += 1;
            optional.ifPresent(this::number);
        } else if (value instanceof Map<?, ?> map) {
            map(map);
        } else if (value instanceof Collection<?> values) {
            bytes += ITEMS;
            values.forEach(this::add);
        } else if (value instanceof Allocations allocations) {
            map(allocations.byProvider());
        } else if (value instanceof Record fields) {
            fields(fields);
        } else {
            throw new IllegalStateException("expected a value that can be recorded but got " + value.getClass());
        }
    }

    private void fields(Record fields) {
        bytes += fields instanceof AttributeValue ? ATTRIBUTE : 0;
        for (MethodHandle component : RecordComponents.of(fields.getClass())) {
            add(RecordComponents.read(component, fields));
        }
    }

    private void map(Map<?, ?> map) {
        bytes += ITEMS;
        map.forEach((key, value) -> {
            add(key);
            add(value);
        });
    }

    /** As a varint: seven bits a byte, and a bit for the sign. */
    private void number(long number) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(number << 1 ^ number >> 63);
        bytes += Math.max(1, (bits + 6) / 7);
    }

    /** In UTF-8, after its length. A half of a surrogate pair counts two; alone it would be a question mark. */
    private void text(String text) {
        number(3L * text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
    }
}
