package dev.berth.simulator.trace;

/** A trace cannot be replayed; the message says which line of which file is wrong, and how it has to be. */
public final class TraceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TraceException(String message) {
        super(message);
    }
}
