package dev.berth.events.model;

/** A value or a command is larger than {@link Limits} allow; the message says what may be and what was given. */
public final class LimitExceededException extends MalformedException {
    private static final long serialVersionUID = 1L;

    public LimitExceededException(String message) {
        super(message);
    }
}
