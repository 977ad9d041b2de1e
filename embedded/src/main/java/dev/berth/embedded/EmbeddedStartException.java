package dev.berth.embedded;

/** A part could not start for a reason its operator can mend; the message says which part, what is wrong and where. */
public final class EmbeddedStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedStartException(String message) {
        super(message);
    }

    /** The message ends with what went wrong first, which is what an operator can do something about. */
    EmbeddedStartException(String message, Throwable cause) {
        super(message + ": " + rootOf(cause), cause);
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
