package dev.berth.events.log;

import com.google.common.collect.ImmutableSortedMap;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic and the settings that it must have, as Kafka names them.
 *
 * @param settings without min.insync.replicas, which depends on how many replicas there are
 */
public record TopicSettings(String topic, ImmutableSortedMap<String, String> settings) {
    private static final int ENOUGH_REPLICAS = 2;

    /** A topic that keeps the last record of each key, with messages as long as those of the log. */
    public static TopicSettings compacted(String topic) {
        return new TopicSettings(
                topic,
                ImmutableSortedMap.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Topics.LOG.settings().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)));
    }

    /**
     * The settings for a topic with this many replicas: an acknowledged record is on two of them, where there are two.
     */
    public ImmutableSortedMap<String, String> settings(int replicas) {
        return ImmutableSortedMap.<String, String>naturalOrder()
                .putAll(settings)
                .put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(Math.min(replicas, ENOUGH_REPLICAS)))
                .build();
    }

    /** The longest batch of records that the topic takes, in bytes; a client that writes to it must allow as much. */
    public int maxMessageBytes() {
        return Integer.parseInt(settings.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
    }
}
