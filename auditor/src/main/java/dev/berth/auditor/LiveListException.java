package dev.berth.auditor;

/**
 * A list of what exists cannot be used, so nothing may follow from it. The message says in which line it is wrong, as
 * far as it has lines, and what would be right.
 */
public final class LiveListException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LiveListException(String message) {
        super(message);
    }

    LiveListException(String message, Throwable cause) {
        super(message, cause);
    }
}
