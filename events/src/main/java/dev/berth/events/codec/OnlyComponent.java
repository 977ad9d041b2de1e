package dev.berth.events.codec;

import dev.berth.events.model.MalformedException;
import java.util.function.Function;

/**
 * A record that is said by the one component that it has, such as an id by its UUID. Of those that are texts, such as a
 * resource class, what was made lately is not made again: each consumer names the same few, and keeps them.
 */
final class OnlyComponent<T> implements Mapping<T> {
    private static final int RECENT_SLOTS = 256;

    private final Function<Object, Object> accessor;
    private final Function<Object, Object> constructor;
    private final Mapping<Object> component;

    /** By their texts. Threads share it without a lock, because a value that is lost or made twice does no harm. */
    private final Recent<?>[] recent = new Recent<?>[RECENT_SLOTS];

    private record Recent<T>(String text, T value) {}

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
    public T read(BinaryInput in) throws NotAvroException {
        Object said = component.read(in);
        if (in.isRefused()) {
            return null;
        }
        if (said instanceof String text) {
            return ofText(text, in);
        }
        return make(said, in);
    }

    @SuppressWarnings("unchecked")
    private T ofText(String text, BinaryInput in) {
        int slot = RecentSlots.of(text.hashCode(), RECENT_SLOTS);
        Recent<?> found = recent[slot];
        if (found != null && found.text.equals(text)) {
            return (T) found.value;
        }
        T value = make(text, in);
        if (value != null) {
            recent[slot] = new Recent<>(text, value);
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    private T make(Object said, BinaryInput in) {
        try {
            return (T) constructor.apply(said);
        } catch (MalformedException e) {
            in.refuse(e.getMessage());
            return null;
        }
    }
}
