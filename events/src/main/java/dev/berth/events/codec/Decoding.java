package dev.berth.events.codec;

import java.util.function.Function;

/** What bytes turned out to be: a value, or nothing that can be read. Bad bytes are a result here and never an exception. */
public sealed interface Decoding<T> {
    record Decoded<T>(T value) implements Decoding<T> {}

    /**
     * The same bytes will never be readable by this program.
     *
     * @param reason what was wrong and what would be right, for the operator who has to decide about the record
     */
    record Unreadable<T>(String reason) implements Decoding<T> {}

    /** The value, or what the caller wants thrown for the reason why there is none. */
    default <X extends RuntimeException> T orElseThrow(Function<String, X> problem) {
        if (this instanceof Decoded<T> decoded) {
            return decoded.value();
        }
        throw problem.apply(((Unreadable<T>) this).reason());
    }
}
