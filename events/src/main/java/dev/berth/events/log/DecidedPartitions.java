package dev.berth.events.log;

import java.util.List;

/**
 * With how many partitions the log was decided. The home of a region follows from their number, so in a log that was
 * given more since, most regions have their past in another partition than the one where a reader looks for it. The
 * changelog of the service's stores got its partitions when the log was new, and tells.
 */
public final class DecidedPartitions {
    /** The topic that Kafka Streams keeps for the stores of the service; there is none before its first start. */
    public static final String CHANGELOG = "berth-projector-regions-changelog";

    public static final String FIX = "Kafka cannot take partitions away: stop all instances and put the topics back as"
            + " they were, from a copy";

    private DecidedPartitions() {}

    /**
     * Compares the partitions of the log with those that it was decided with.
     *
     * @param before how many the changelog has; 0 if there is none, or it may not be looked at
     * @param now how many the log has
     * @throws TopicsContradictException if the log has got more since
     */
    public static void require(String bootstrapServers, int before, int now) {
        if (before > 0 && before != now) {
            throw new TopicsContradictException(
                    bootstrapServers, List.of(new TopicContradiction(Topics.LOG.topic(), becoming(before, now), FIX)));
        }
    }

    /** What has happened, to be shown after the name of the log. */
    public static String becoming(int before, int now) {
        return "it has " + now + " partitions and was decided with " + before
                + ", and with their number regions move to other partitions";
    }
}
