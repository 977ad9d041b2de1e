package dev.berth.events.codec;

import dev.berth.events.model.MalformedException;
import java.util.function.Function;

/** A record that is said by the one component that it has, such as an id by its UUID. */
final class OnlyComponent<T> implements Mapping<T> {
    private final Function<Object, Object> accessor;
    private final Function<Object, Object> constructor;
    private final Mapping<Object> component;

    @SuppressWarnings("unchecked")
    OnlyComponent(Class<T> type, Mapping<?> component) {
        this.accessor = Binder.COMPONENTS.accessor(type.getRecordComponents()[0]);
        this.constructor = Binder.COMPONENTS.constructorOfOne(type);
        this.component = (Mapping<Object>) component;
    }

    @Override
    public void write(T value, BinaryOutput out) {
        component.write(accessor.apply(value), out);
    }

    @Override
    @SuppressWarnings("unchecked")
    public T read(BinaryInput in) throws NotAvroException {
        Object said = component.read(in);
        if (in.isRefused()) {
            return null;
        }
        try {
            return (T) constructor.apply(said);
        } catch (MalformedException e) {
            in.refuse(e.getMessage());
            return null;
        }
    }
}
