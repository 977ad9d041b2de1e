package dev.berth.events.log;

/** A command did not get as far as a batch for Kafka: nothing was appended, and nothing will be. The cause says why. */
public final class NotAppendedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotAppendedException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
