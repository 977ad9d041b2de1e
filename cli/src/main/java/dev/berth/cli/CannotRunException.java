package dev.berth.cli;

/**
 * A command cannot do its work for a reason that its user can mend. The message says what was wrong and what would be
 * right.
 */
final class CannotRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotRunException(String message) {
        super(message);
    }

    CannotRunException(String message, Throwable cause) {
        super(message, cause);
    }
}
