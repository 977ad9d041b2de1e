package dev.berth.events.log;

/** Kafka did not answer in time, or refused us. The message names its address and what was asked of it. */
public final class KafkaUnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KafkaUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
