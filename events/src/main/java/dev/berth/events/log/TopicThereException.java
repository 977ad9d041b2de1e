package dev.berth.events.log;

/** A topic that was to be made is there already; the message names it. Nothing was changed. */
public final class TopicThereException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicThereException(String message, Throwable cause) {
        super(message, cause);
    }
}
