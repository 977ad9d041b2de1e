package dev.berth.projector.moment;

/** The moment that was asked for is none that can be shown; the message says what would be right. */
public final class NoMomentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why there is no such moment. */
    public enum Reason {
        /** It is neither a position nor a time. */
        MALFORMED,
        /** The region is at home in another partition. */
        OTHER_PARTITION,
        /** Nothing was appended there yet, or the time is still to come. */
        IN_FUTURE,
        /** The time is before the first record. */
        BEFORE_LOG,
        /** What it followed from was deleted from the log, and no moment is kept behind that. */
        CUT
    }

    NoMomentException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
