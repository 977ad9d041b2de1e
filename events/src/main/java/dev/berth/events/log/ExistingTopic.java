package dev.berth.events.log;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic as Kafka has it.
 *
 * @param partitions how many there are
 * @param replicas how many replicas the partition with the fewest has
 * @param settings all settings in force, whether set or default
 */
record ExistingTopic(String name, int partitions, int replicas, ImmutableSortedMap<String, String> settings) {
    /** The settings that differ from what they must be. */
    ImmutableList<TopicContradiction> contradictions(TopicSettings wanted) {
        ImmutableList.Builder<TopicContradiction> found = ImmutableList.builder();
        for (Map.Entry<String, String> setting : wanted.settings(replicas).entrySet()) {
            String actual = settings.getOrDefault(setting.getKey(), "not set");
            if (!isEnough(setting.getKey(), actual, setting.getValue())) {
                found.add(contradiction(setting.getKey(), actual, setting.getValue()));
            }
        }
        return found.build();
    }

    /** What does not fit between the log and a topic with its partitions. */
    static ImmutableList<TopicContradiction> contradictions(ExistingTopic log, ExistingTopic other) {
        if (log.partitions() == other.partitions()) {
            return ImmutableList.of();
        }
        String fix = log.partitions() > other.partitions()
                ? "if " + other.name() + " was made by hand and is empty, delete it; if partitions were added to "
                        + log.name() + ", whose regions would move, put it back as it was"
                : "never add partitions to " + log.name() + ", its regions would move; put " + other.name()
                        + " aside and let Berth create it again";
        return ImmutableList.of(new TopicContradiction(
                other.name(),
                "it has " + other.partitions() + " partitions but " + log.name() + " has " + log.partitions()
                        + ", and a region is in the same partition of both",
                fix));
    }

    /**
     * Numbers may be greater than wanted: another owner's wish for more does no harm. Everything else must be equal.
     */
    private static boolean isEnough(String setting, String actual, String wanted) {
        boolean isLeast = setting.equals(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                || setting.equals(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
        return actual.equals(wanted) || isLeast && Long.parseLong(actual) >= Long.parseLong(wanted);
    }

    private TopicContradiction contradiction(String setting, String actual, String wanted) {
        String command = "kafka-configs.sh --alter --topic " + name + " --add-config " + setting + "=" + wanted;
        String remark = setting.equals(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
                ? " (records that are in it keep the times that their senders gave them)"
                : "";
        return new TopicContradiction(name, setting + " is " + actual + " but must be " + wanted, command + remark);
    }
}
