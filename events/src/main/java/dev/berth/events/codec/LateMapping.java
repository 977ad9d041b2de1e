package dev.berth.events.codec;

import com.google.common.base.Suppliers;
import java.util.function.Supplier;

/**
 * A mapping that is made when it is first used. An agent writes one command of many, and each costs a class for every
 * component of its records. Thread-safe.
 */
final class LateMapping<T> implements Mapping<T> {
    private final Supplier<Mapping<T>> made;

    LateMapping(Supplier<Mapping<T>> maker) {
        made = Suppliers.memoize(maker::get);
    }

    @Override
    public void write(T value, BinaryOutput out) {
        made.get().write(value, out);
    }

    @Override
    public T read(BinaryInput in) throws NotAvroException {
        return made.get().read(in);
    }
}
