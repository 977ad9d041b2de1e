package dev.berth.projector;

/**
 * A command could not be appended, or its decision did not come in time, or its region has stopped or has gone to another instance.
 * Unless the message says that nothing was appended, the command may still be decided later; sending it again under the same id is
 * safe.
 */
public final class LogUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LogUnavailableException(String message) {
        super(message);
    }

    public LogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
