package dev.berth.projector;

/**
 * A command could not be appended, or its decision did not come in time, or its region has stopped or has gone to
 * another instance. The {@link Fate} says what may still become of the command; sending it again under the same id is
 * safe whatever it says.
 */
public final class LogUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is known of a command whose decision was not heard of. */
    public enum Fate {
        /** Nothing was appended and nothing will be: the command will not be decided. */
        NOT_APPENDED,
        /** As above, because a disk is nearly full; writes resume by themselves once there is room. */
        NO_ROOM,
        /** As above, because too many commands wait to be decided; it helps to come back later. */
        OVERLOADED,
        /** It may stand in the log or come to stand there, and is decided then. */
        PERHAPS_APPENDED,
        /** It stands in the log: it was decided, or will be. */
        APPENDED
    }

    private final Fate fate;

    /** Something failed before anything was appended. */
    public LogUnavailableException(String message) {
        this(Fate.NOT_APPENDED, message, null);
    }

    /** Something failed before anything was appended. */
    public LogUnavailableException(String message, Throwable cause) {
        this(Fate.NOT_APPENDED, message, cause);
    }

    public LogUnavailableException(Fate fate, String message, Throwable cause) {
        super(message, cause);
        this.fate = fate;
    }

    public Fate fate() {
        return fate;
    }
}
