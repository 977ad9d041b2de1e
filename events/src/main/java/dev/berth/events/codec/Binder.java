package dev.berth.events.codec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.reflect.TypeToken;
import dev.berth.events.command.Command;
import dev.berth.events.command.Sent;
import dev.berth.events.event.Event;
import dev.berth.events.model.Origin;
import dev.berth.events.model.RecordComponents;
import dev.berth.events.model.Sha256;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * Makes the mapping between a type and a schema, from nothing but the two and what is {@link Irregular}. A component is
 * said in the field of its name. A record without a field of its own name is said by its components, in the fields of
 * the record that it stands in; a record of one component where the schema has a plain value is said by that component;
 * a map is a list of records, each with the key in its first field. A component that is said nowhere, or a field that
 * says nothing, is a fault of the program and found at its start.
 */
final class Binder {
    /** Messages are seen from this package alone. */
    static final RecordComponents COMPONENTS = new RecordComponents(MethodHandles.lookup());

    private static final String ORIGIN = "origin";
    private static final String REQUEST = "request";

    private final Schema schema;
    private final RecordMapping.Field[] fields;

    private Binder(Schema schema) {
        this.schema = schema;
        this.fields = new RecordMapping.Field[schema.getFields().size()];
    }

    /**
     * The mapping of a type to a schema.
     *
     * @throws IllegalStateException if the two do not fit together
     */
    @SuppressWarnings("unchecked")
    static <T> Mapping<T> bind(Class<T> type, Schema schema) {
        return (Mapping<T>) bind((Type) type, schema);
    }

    /** The mapping of commands of one type with their envelope, whose fields stand beside those of the command. */
    @SuppressWarnings("unchecked")
    static Mapping<Sent> bindSent(Class<?> type, Schema schema) {
        Binder binder = new Binder(schema);
        Function<Object[], Object> command = binder.record(type, sent -> ((Sent) sent).command());
        Function<Object[], Object> origin = binder.beside(ORIGIN, Origin.class, Sent::origin);
        Function<Object[], Object> request = binder.beside(REQUEST, Sha256.class, Sent::request);
        return binder.mapping(values ->
                new Sent((Command) command.apply(values), (Optional<Origin>) origin.apply(values), (Optional<Sha256>)
                        request.apply(values)));
    }

    /** What may travel beside each command, in a field of its own. */
    private <T> Function<Object[], Object> beside(String name, Class<T> type, Function<Sent, Optional<T>> value) {
        Schema.Field field = schema.getField(name);
        require(field != null, Sent.class, schema);
        return field(
                field, sent -> value.apply((Sent) sent), Nullable.optional(bind(type, present(type, field.schema()))));
    }

    private static Mapping<?> bind(Type type, Schema schema) {
        Class<?> raw = TypeToken.of(type).getRawType();
        if (raw == Optional.class) {
            return Nullable.optional(argument(type, 0, present(type, schema)));
        }
        if (raw == OptionalInt.class) {
            return Nullable.optionalInt(bind(Integer.class, present(type, schema)));
        }
        if (raw == OptionalLong.class) {
            return Nullable.optionalLong(bind(Long.class, present(type, schema)));
        }
        if (raw == ImmutableList.class) {
            return Items.list(argument(type, 0, items(type, schema)));
        }
        if (raw == ImmutableSortedSet.class) {
            return set(type, schema);
        }
        if (raw == ImmutableSortedMap.class) {
            return map(type, items(type, schema));
        }
        return raw == Event.class ? new EventMapping(schema) : bindValue(raw, schema);
    }

    private static Mapping<?> bindValue(Class<?> type, Schema schema) {
        Optional<Scalar<?>> scalar = Scalar.of(type);
        if (scalar.isPresent()) {
            require(scalar.get().type() == schema.getType(), type, schema);
            return scalar.get();
        }
        if (type.isEnum()) {
            require(schema.getType() == Schema.Type.STRING, type, schema);
            return Irregular.words(type).isPresent() ? Irregular.words(type).get() : names(type);
        }
        if (schema.getType() == Schema.Type.RECORD) {
            Binder binder = new Binder(schema);
            return binder.mapping(binder.record(type, Function.identity()));
        }
        require(type.isRecord() && type.getRecordComponents().length == 1, type, schema);
        return new OnlyComponent<>(type, bind(type.getRecordComponents()[0].getGenericType(), schema));
    }

    /** A constructor of values of that type from its fields, all of which are bound here. */
    private Function<Object[], Object> record(Class<?> type, Function<Object, Object> from) {
        Optional<Irregular.StandIn> standIn = Irregular.standIn(type);
        if (standIn.isPresent()) {
            return record(standIn.get().type(), from.andThen(standIn.get().to()))
                    .andThen(standIn.get().from());
        }
        require(type.isRecord(), type, schema);
        RecordComponent[] components = type.getRecordComponents();
        ImmutableList.Builder<Function<Object[], Object>> parts = ImmutableList.builder();
        for (int i = 0; i < components.length; i++) {
            if (Irregular.isKey(type, components[i].getName())) {
                Function<Object[], Object> entry = keyed(components[i], components[++i], from);
                parts.add(values -> ((Map.Entry<?, ?>) entry.apply(values)).getKey());
                parts.add(values -> ((Map.Entry<?, ?>) entry.apply(values)).getValue());
            } else {
                parts.add(part(components[i], from));
            }
        }
        return maker(COMPONENTS.constructor(type), parts.build());
    }

    private Function<Object[], Object> part(RecordComponent component, Function<Object, Object> from) {
        Class<?> type = component.getType();
        Optional<Object> unsaid = Irregular.unsaid(type);
        if (unsaid.isPresent()) {
            return values -> unsaid.get();
        }
        Function<Object, Object> value = then(from, COMPONENTS.accessor(component));
        Schema.Field field = schema.getField(Irregular.field(component.getDeclaringRecord(), component.getName()));
        if (field == null
                || Irregular.standIn(type).isPresent() && field.schema().getType() != Schema.Type.RECORD) {
            return record(type, value);
        }
        return field(field, value, bind(component.getGenericType(), field.schema()));
    }

    /** Two components in the field of the second. */
    private Function<Object[], Object> keyed(
            RecordComponent key, RecordComponent value, Function<Object, Object> from) {
        Function<Object, Object> keyOf = then(from, COMPONENTS.accessor(key));
        Function<Object, Object> valueOf = then(from, COMPONENTS.accessor(value));
        Schema.Field field = schema.getField(value.getName());
        require(field != null, value.getDeclaringRecord(), schema);
        return field(
                field,
                model -> Map.entry(keyOf.apply(model), valueOf.apply(model)),
                new Binder(field.schema()).entry(key.getGenericType(), value.getGenericType()));
    }

    @SuppressWarnings("unchecked")
    private Function<Object[], Object> field(Schema.Field field, Function<Object, Object> value, Mapping<?> mapping) {
        int at = field.pos();
        if (fields[at] != null) {
            throw new IllegalStateException("expected field " + field.name() + " of " + schema.getFullName()
                    + " to say one thing but it says two");
        }
        fields[at] = new RecordMapping.Field(field.name(), value, (Mapping<Object>) mapping);
        return values -> values[at];
    }

    private <T> RecordMapping<T> mapping(Function<Object[], Object> maker) {
        for (Schema.Field field : schema.getFields()) {
            if (fields[field.pos()] == null) {
                throw new IllegalStateException(
                        "expected something to say in field " + field.name() + " of " + schema.getFullName());
            }
        }
        return new RecordMapping<>(Arrays.asList(fields), maker);
    }

    private <K, V> Mapping<Map.Entry<K, V>> entry(Type key, Type value) {
        Schema.Field first = schema.getFields().get(0);
        Function<Object[], Object> keyPart =
                field(first, entry -> ((Map.Entry<?, ?>) entry).getKey(), bind(key, first.schema()));
        Function<Object, Object> valueOf = entry -> ((Map.Entry<?, ?>) entry).getValue();
        Function<Object[], Object> valuePart = fields.length == 2
                ? field(
                        schema.getFields().get(1),
                        valueOf,
                        bind(value, schema.getFields().get(1).schema()))
                : record((Class<?>) value, valueOf);
        return mapping(values -> Map.entry(keyPart.apply(values), valuePart.apply(values)));
    }

    @SuppressWarnings("unchecked")
    private static <K extends Comparable<K>, V> Mapping<?> map(Type type, Schema entry) {
        Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
        Optional<Function<Object, Object>> key =
                Irregular.keyOf(TypeToken.of(arguments[1]).getRawType());
        if (key.isPresent()) {
            return Items.keyed((Mapping<V>) bind(arguments[1], entry), value ->
                    (K) key.get().apply(value));
        }
        Mapping<?> map = Items.map(new Binder(entry).<K, V>entry(arguments[0], arguments[1]));
        return arguments[1] == Long.class ? new RecentAmounts<>((Mapping<ImmutableSortedMap<K, Long>>) map) : map;
    }

    private static <T extends Comparable<T>> Mapping<?> set(Type type, Schema schema) {
        return Items.set(Binder.<T>argument(type, 0, items(type, schema)));
    }

    private static <E extends Enum<E>> Mapping<?> names(Class<?> type) {
        @SuppressWarnings("unchecked")
        Class<E> enumType = (Class<E>) type;
        return new EnumWords<>(enumType, Enum::name);
    }

    /** The mapping of what a generic type holds; what is the only field of a record is said as that record. */
    @SuppressWarnings("unchecked")
    private static <T> Mapping<T> argument(Type type, int index, Schema schema) {
        Type argument = ((ParameterizedType) type).getActualTypeArguments()[index];
        boolean isOnlyField = argument instanceof ParameterizedType && schema.getType() == Schema.Type.RECORD;
        return (Mapping<T>) bind(argument, isOnlyField ? onlyField(argument, schema) : schema);
    }

    private static Schema onlyField(Type type, Schema schema) {
        require(schema.getFields().size() == 1, type, schema);
        return schema.getFields().get(0).schema();
    }

    private static Schema present(Type type, Schema schema) {
        require(
                schema.isUnion()
                        && schema.getTypes().size() == 2
                        && schema.getTypes().get(0).getType() == Schema.Type.NULL,
                type,
                schema);
        return schema.getTypes().get(1);
    }

    private static Schema items(Type type, Schema schema) {
        require(schema.getType() == Schema.Type.ARRAY, type, schema);
        return schema.getElementType();
    }

    private static Function<Object[], Object> maker(
            Function<Object[], Object> constructor, ImmutableList<Function<Object[], Object>> parts) {
        @SuppressWarnings("unchecked")
        Function<Object[], Object>[] all = parts.toArray(Function[]::new);
        return values -> {
            Object[] components = new Object[all.length];
            for (int i = 0; i < components.length; i++) {
                components[i] = all[i].apply(values);
            }
            return constructor.apply(components);
        };
    }

    private static Function<Object, Object> then(Function<Object, Object> from, Function<Object, Object> accessor) {
        return from == Function.<Object>identity() ? accessor : from.andThen(accessor);
    }

    private static void require(boolean isFitting, Type type, Schema schema) {
        if (!isFitting) {
            throw new IllegalStateException("expected a schema that says " + type.getTypeName() + " but got " + schema);
        }
    }
}
