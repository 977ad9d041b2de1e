package dev.berth.credentials;

/** A file by which operators say who may come in cannot be used; the message says what would be right. */
public final class UnusableFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnusableFileException(String message) {
        super(message);
    }
}
