package dev.berth.embedded;

/**
 * A topic that must not lose anything is damaged in a way that Kafka would mend by cutting off whole records. Nothing
 * was started. The message says what stands where.
 */
public final class DamagedLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedLogException(String message) {
        super(message);
    }
}
