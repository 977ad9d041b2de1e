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
import dev.berth.ledger.chain.ValueForm;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

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
        ValueForm form = ValueForm.of(value);
        switch (form.kind()) {
            case TEXT -> text((String) value);
            case NUMBER -> number(((Number) value).longValue());
            case ID -> bytes += ID;
            case CONSTANT -> bytes += WORD + ((Enum<?>) value).name().length();
            case FLAG -> bytes += 1;
            case DECIMAL -> bytes += Double.BYTES;
            case HASH -> bytes += 1 + Sha256.LENGTH;
            case OPTIONAL -> {
                bytes += 1;
                ((Optional<?>) value).ifPresent(this::add);
            }
            case OPTIONAL_LONG -> {
                bytes += 1;
                ((OptionalLong) value).ifPresent(this::number);
            }
            case OPTIONAL_INT -> {
                bytes += 1;
                ((OptionalInt) value).ifPresent(this::number);
            }
            case MAP -> map((Map<?, ?>) value);
            case LIST -> {
                bytes += ITEMS;
                ((Collection<?>) value).forEach(this::add);
            }
            case ALLOCATIONS -> allocations((Allocations) value);
            case RECORD -> fields(form, value);
        }
    }

    private void fields(ValueForm form, Object value) {
        if (value instanceof PciAddress) {
            bytes += ADDRESS;
            return;
        }
        bytes += value instanceof AttributeValue ? ATTRIBUTE : 0;
        for (Function<Object, Object> component : form.components()) {
            add(component.apply(value));
        }
    }

    private void map(Map<?, ?> map) {
        bytes += ITEMS;
        map.forEach((key, value) -> {
            add(key);
            add(value);
        });
    }

    /** As a map of maps, without asking for the kind of each value: claims are mostly these. */
    private void allocations(Allocations allocations) {
        bytes += ITEMS;
        allocations.forEach((provider, amounts) -> {
            bytes += ID + ITEMS;
            amounts.forEach((resourceClass, amount) -> {
                text(resourceClass.name());
                number(amount);
            });
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
