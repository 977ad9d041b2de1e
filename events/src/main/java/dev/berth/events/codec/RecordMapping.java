package dev.berth.events.codec;

import dev.berth.events.model.MalformedException;
import java.util.List;
import java.util.function.Function;

/** A value that is said as a record of Avro's: where each field is got from, and what the values of all fields make. */
final class RecordMapping<T> implements Mapping<T> {
    /**
     * A field of the schema.
     *
     * @param value gives what the field holds of a value of the model
     */
    record Field(String name, Function<Object, Object> value, Mapping<Object> mapping) {}

    private final Field[] fields;
    private final Function<Object[], Object> maker;

    /**
     * @param fields in the order of the schema
     * @param maker makes a value of what the fields hold, in that order
     */
    RecordMapping(List<Field> fields, Function<Object[], Object> maker) {
        this.fields = fields.toArray(Field[]::new);
        this.maker = maker;
    }

    @Override
    public void write(T value, BinaryOutput out) {
        for (Field field : fields) {
            field.mapping().write(field.value().apply(value), out);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public T read(BinaryInput in) throws NotAvroException {
        Object[] values = new Object[fields.length];
        boolean isLocated = in.isRefused();
        for (int i = 0; i < fields.length; i++) {
            values[i] = fields[i].mapping().read(in);
            if (!isLocated && in.isRefused()) {
                isLocated = true;
                in.locate(fields[i].name());
            }
        }
        if (in.isRefused()) {
            return null;
        }
        try {
            return (T) maker.apply(values);
        } catch (MalformedException e) {
            in.refuse(e.getMessage());
            return null;
        }
    }
}
