package dev.berth.events.model;

/**
 * The log, or what was decided from it, cannot be read: not now, or not until somebody mends it. Each kind has a class
 * of its own; the message says which topic, place or address it is about, and is for people.
 */
public abstract class UnreadableLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected UnreadableLogException(String message) {
        super(message);
    }

    protected UnreadableLogException(String message, Throwable cause) {
        super(message, cause);
    }
}
