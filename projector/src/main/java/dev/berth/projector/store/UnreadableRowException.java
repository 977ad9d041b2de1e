package dev.berth.projector.store;

/** A row is not what this program writes under its key: it was damaged, or written by another version. */
final class UnreadableRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableRowException(String message) {
        super(message);
    }

    UnreadableRowException(String message, RuntimeException cause) {
        super(message, cause);
    }
}
