package dev.berth.events.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExistingTopicTest {
    @Test
    void findsNothingWrongWithWhatBerthMakes() {
        assertThat(log(4, 3, Map.of()).contradictions(Topics.LOG)).isEmpty();
        assertThat(ExistingTopic.contradictions(log(4, 3, Map.of()), decisions(4)))
                .isEmpty();
    }

    @Test
    void permitsMoreThanIsNeeded() {
        Map<String, String> more = Map.of("max.message.bytes", "99999999", "min.insync.replicas", "3");
        assertThat(log(4, 3, more).contradictions(Topics.LOG)).isEmpty();
    }

    @Test
    void refusesClocksOfSenders() {
        assertThat(log(1, 1, Map.of("message.timestamp.type", "CreateTime")).contradictions(Topics.LOG))
                .singleElement()
                .hasToString("berth.log: message.timestamp.type is CreateTime but must be LogAppendTime; fix: "
                        + "kafka-configs.sh --alter --topic berth.log --add-config message.timestamp.type=LogAppendTime"
                        + " (records that are in it keep the times that their senders gave them)");
    }

    @Test
    void refusesALogThatForgets() {
        Map<String, String> forgetful =
                Map.of("retention.ms", "604800000", "retention.bytes", "1000", "cleanup.policy", "compact");
        assertThat(log(1, 1, forgetful).contradictions(Topics.LOG))
                .extracting(TopicContradiction::found)
                .containsExactly(
                        "cleanup.policy is compact but must be delete",
                        "retention.bytes is 1000 but must be -1",
                        "retention.ms is 604800000 but must be -1");
    }

    @Test
    void refusesATopicOfHostsThatForgetsHowHostsStand() {
        Map<String, String> settings = new TreeMap<>(Topics.HOSTS.settings(1));
        settings.put("cleanup.policy", "delete");
        ExistingTopic hosts = new ExistingTopic(Topics.HOSTS.topic(), 1, 1, ImmutableSortedMap.copyOf(settings));
        assertThat(hosts.contradictions(Topics.HOSTS))
                .singleElement()
                .asString()
                .contains("berth.hosts: cleanup.policy is delete but must be compact");
    }

    @Test
    void refusesAcknowledgementsOfOneReplicaWhereThereAreMore() {
        assertThat(log(1, 3, Map.of("min.insync.replicas", "1")).contradictions(Topics.LOG))
                .extracting(TopicContradiction::fix)
                .containsExactly("kafka-configs.sh --alter --topic berth.log --add-config min.insync.replicas=2");
    }

    @Test
    void refusesTopicsInWhichARegionStandsInDifferentPartitions() {
        assertThat(ExistingTopic.contradictions(log(8, 1, Map.of()), decisions(4)))
                .extracting(TopicContradiction::fix)
                .containsExactly("if berth.decisions was made by hand and is empty, delete it; if partitions were"
                        + " added to berth.log, whose regions would move, put it back as it was");
        assertThat(ExistingTopic.contradictions(log(4, 1, Map.of()), decisions(8)))
                .singleElement()
                .asString()
                .contains("it has 8 partitions but berth.log has 4", "never add partitions to berth.log");
    }

    private static ExistingTopic log(int partitions, int replicas, Map<String, String> changes) {
        Map<String, String> settings = new TreeMap<>(Topics.LOG.settings(replicas));
        settings.putAll(changes);
        return new ExistingTopic(Topics.LOG.topic(), partitions, replicas, ImmutableSortedMap.copyOf(settings));
    }

    private static ExistingTopic decisions(int partitions) {
        return new ExistingTopic(Topics.DECISIONS.topic(), partitions, 1, Topics.DECISIONS.settings(1));
    }
}
