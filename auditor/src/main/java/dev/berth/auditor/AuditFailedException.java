package dev.berth.auditor;

/** The audit could not be done, so nothing is known. The message says what did not answer, or answered wrongly. */
public final class AuditFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AuditFailedException(String message) {
        super(message);
    }

    AuditFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
