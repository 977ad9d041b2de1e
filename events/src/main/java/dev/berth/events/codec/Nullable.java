package dev.berth.events.codec;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What need not be there: null or a value. {@code O} is how the model holds it, {@code T} the value.
 *
 * @param value the value, or null for none
 * @param some holds a value
 */
record Nullable<O, T>(Mapping<T> content, Function<O, T> value, Function<T, O> some, O none) implements Mapping<O> {
    static <T> Nullable<Optional<T>, T> optional(Mapping<T> content) {
        return new Nullable<>(content, held -> held.orElse(null), Optional::ofNullable, Optional.empty());
    }

    static Nullable<OptionalInt, Integer> optionalInt(Mapping<Integer> content) {
        return new Nullable<>(
                content, held -> held.isPresent() ? held.getAsInt() : null, OptionalInt::of, OptionalInt.empty());
    }

    static Nullable<OptionalLong, Long> optionalLong(Mapping<Long> content) {
        return new Nullable<>(
                content, held -> held.isPresent() ? held.getAsLong() : null, OptionalLong::of, OptionalLong.empty());
    }

    @Override
    public void write(O held, BinaryOutput out) {
        T present = value.apply(held);
        out.writeLong(present == null ? 0 : 1);
        if (present != null) {
            content.write(present, out);
        }
    }

    @Override
    public O read(BinaryInput in) throws NotAvroException {
        return in.readIsPresent() ? some.apply(content.read(in)) : none;
    }
}
