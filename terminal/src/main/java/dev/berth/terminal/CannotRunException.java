package dev.berth.terminal;

/**
 * A command cannot do its work for a reason that its user can mend. The message says what was wrong and what would be
 * right.
 */
public final class CannotRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CannotRunException(String message) {
        super(message);
    }

    public CannotRunException(String message, Throwable cause) {
        super(message, cause);
    }
}
