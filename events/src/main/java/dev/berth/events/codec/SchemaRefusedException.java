package dev.berth.events.codec;

/**
 * The registry refuses one of our schemas; the message names the subject and what is incompatible. An operator must
 * decide.
 */
public final class SchemaRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SchemaRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
