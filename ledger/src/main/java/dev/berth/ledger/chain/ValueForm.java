package dev.berth.ledger.chain;

import dev.berth.events.model.Allocations;
import dev.berth.events.model.RecordComponents;
import dev.berth.events.model.Sha256;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;
import java.util.function.Function;

/**
 * What kind of value the objects of a class are, and what gives the components of one that is a record; found once for
 * each class. Immutable.
 */
public final class ValueForm {
    /** The kinds of values that events and refusals are made of; each has an order of its own, if it has parts. */
    public enum Kind {
        TEXT,
        /** An int or a long. */
        NUMBER,
        ID,
        CONSTANT,
        FLAG,
        DECIMAL,
        OPTIONAL,
        OPTIONAL_LONG,
        OPTIONAL_INT,
        MAP,
        /** A list or a sorted set. */
        LIST,
        ALLOCATIONS,
        HASH,
        RECORD
    }

    private static final ClassValue<ValueForm> FORMS = new ClassValue<>() {
        @Override
        protected ValueForm computeValue(Class<?> type) {
            Kind kind = kind(type);
            return new ValueForm(
                    kind, kind == Kind.RECORD ? RecordComponents.of(type.asSubclass(Record.class)) : List.of());
        }
    };

    private final Kind kind;
    private final List<Function<Object, Object>> components;

    private ValueForm(Kind kind, List<Function<Object, Object>> components) {
        this.kind = kind;
        this.components = components;
    }

    /** @throws IllegalStateException if it is of none of the kinds */
    public static ValueForm of(Object value) {
        return FORMS.get(value.getClass());
    }

    public Kind kind() {
        return kind;
    }

    /** What gives each component of a record. */
    public List<Function<Object, Object>> components() {
        return components;
    }

    /** Whether there is nothing in the value, which is of this form. */
    boolean isEmpty(Object value) {
        return switch (kind) {
            case OPTIONAL -> ((Optional<?>) value).isEmpty();
            case OPTIONAL_LONG -> ((OptionalLong) value).isEmpty();
            case OPTIONAL_INT -> ((OptionalInt) value).isEmpty();
            case MAP -> ((Map<?, ?>) value).isEmpty();
            case LIST -> ((Collection<?>) value).isEmpty();
            case ALLOCATIONS -> ((Allocations) value).isEmpty();
            case TEXT, NUMBER, ID, CONSTANT, FLAG, DECIMAL, HASH, RECORD -> false;
        };
    }

    private static Kind kind(Class<?> type) {
        if (type == String.class) {
            return Kind.TEXT;
        } else if (type == Long.class || type == Integer.class) {
            return Kind.NUMBER;
        } else if (type == UUID.class) {
            return Kind.ID;
        } else if (Enum.class.isAssignableFrom(type)) {
            return Kind.CONSTANT;
        } else if (type == Boolean.class) {
            return Kind.FLAG;
        } else if (type == Double.class) {
            return Kind.DECIMAL;
        } else if (type == Optional.class) {
            return Kind.OPTIONAL;
        } else if (type == OptionalLong.class) {
            return Kind.OPTIONAL_LONG;
        } else if (type == OptionalInt.class) {
            return Kind.OPTIONAL_INT;
        } else if (SortedMap.class.isAssignableFrom(type)) {
            return Kind.MAP;
        } else if (List.class.isAssignableFrom(type) || SortedSet.class.isAssignableFrom(type)) {
            return Kind.LIST;
        } else if (type == Allocations.class) {
            return Kind.ALLOCATIONS;
        } else if (type == Sha256.class) {
            return Kind.HASH;
        } else if (type.isRecord()) {
            return Kind.RECORD;
        }
        throw new IllegalStateException("expected a value with an order of its own but got a " + type);
    }
}
