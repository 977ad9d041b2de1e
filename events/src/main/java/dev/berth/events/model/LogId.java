package dev.berth.events.model;

/**
 * Which log a region's records stand in: the id that Kafka gave the topic when it was made. A topic that is made again
 * under the same name is another log.
 */
public record LogId(String text) {
    /** A log that is no topic, as in tests and trials without a broker. */
    public static final LogId NONE = new LogId("");

    @Override
    public String toString() {
        return text;
    }
}
