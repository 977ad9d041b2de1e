package dev.berth.auditor.proof;

/** A file of an auditor cannot be used; the message says what is wrong with it and what would be right. */
public final class UnusableProofException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnusableProofException(String message) {
        super(message);
    }

    UnusableProofException(String message, Throwable cause) {
        super(message, cause);
    }
}
