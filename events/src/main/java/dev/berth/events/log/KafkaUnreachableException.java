package dev.berth.events.log;

import dev.berth.events.model.UnreadableLogException;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;

/** Kafka did not answer in time, or refused us. The message names its address and what was asked of it. */
public final class KafkaUnreachableException extends UnreadableLogException {
    private static final long serialVersionUID = 1L;

    KafkaUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What Kafka's client complains of, in its words and with what to look at. */
    static String words(Exception problem) {
        if (problem instanceof TimeoutException) {
            return "it does not answer; is it running, and is this its address and the right security.protocol? ("
                    + problem.getMessage() + ")";
        }
        // A client that cannot be made says why in its cause alone.
        return Optional.ofNullable(problem.getCause())
                .filter(ConfigException.class::isInstance)
                .map(Throwable::getMessage)
                .orElseGet(problem::getMessage);
    }
}
