package dev.berth.events.codec;

import dev.berth.events.command.CommandKind;
import dev.berth.events.model.CommandId;
import java.util.Optional;
import java.util.function.Function;

/**
 * What bytes turned out to be: a value, or nothing that can be read. Bad bytes are a result here and never an
 * exception.
 */
public sealed interface Decoding<T> {
    record Decoded<T>(T value) implements Decoding<T> {}

    /**
     * A command that can be read and that the model does not admit, such as one of a total of 0: its sender is at
     * fault, and can be told so. The first fault counts, in the order of the schema's fields.
     *
     * @param commandId the command's own id; if that is no UUID, one that follows from its text: version 8, from its
     *     SHA-256
     * @param reason what was wrong and what would be right, and in which field; at most {@link
     *     dev.berth.events.model.MalformedException#REASON_LENGTH_MAX} characters of printable ASCII, the same wherever
     * the bytes
     *     are read
     */
    record Malformed<T>(CommandId commandId, CommandKind kind, String reason) implements Decoding<T> {}

    /**
     * The same bytes will never be readable by this program.
     *
     * @param reason what was wrong and what would be right, for the operator who has to decide about the record
     */
    record Unreadable<T>(String reason) implements Decoding<T> {}

    /** The same with another value, where there is one. */
    default <U> Decoding<U> map(Function<T, U> change) {
        if (this instanceof Decoded<T> decoded) {
            return new Decoded<>(change.apply(decoded.value()));
        }
        return this instanceof Malformed<T> malformed
                ? new Malformed<>(malformed.commandId(), malformed.kind(), malformed.reason())
                : new Unreadable<>(((Unreadable<T>) this).reason());
    }

    /** Why there is no value; empty where there is one. */
    default Optional<String> problem() {
        if (this instanceof Malformed<T> malformed) {
            return Optional.of(malformed.reason());
        }
        return this instanceof Unreadable<T> unreadable ? Optional.of(unreadable.reason()) : Optional.empty();
    }

    /** The value, or what the caller wants thrown for the reason why there is none. */
    default <X extends RuntimeException> T orElseThrow(Function<String, X> problem) {
        if (this instanceof Decoded<T> decoded) {
            return decoded.value();
        }
        throw problem.apply(problem().orElseThrow());
    }
}
