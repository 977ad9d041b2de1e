package dev.berth.events.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes a topic that is not there, and puts records into it at the offsets and with the times that they had in another.
 * The topic takes the times of its senders until {@link #finish}, which makes it what its settings say; one that was
 * not finished is therefore refused by every service. Where there was no record a foreign one is put, without a key and
 * a value, which changes no region. For one thread.
 */
public final class TopicRestore implements AutoCloseable {
    private final KafkaConnection kafka;
    private final TopicSettings topic;
    private final PlacedRecords records;
    private final TreeMap<Integer, Long> nexts = new TreeMap<>();
    private final Map<Integer, Long> begins = new HashMap<>();
    private final Optional<EarlierAttempt> earlier;

    private TopicRestore(
            KafkaConnection kafka,
            TopicSettings topic,
            TreeMap<Integer, Long> begins,
            Optional<EarlierAttempt> earlier) {
        this.kafka = kafka;
        this.topic = topic;
        this.records = new PlacedRecords(kafka, topic, Map.of());
        this.earlier = earlier;
        begins.forEach((partition, begin) -> {
            this.nexts.put(partition, 0L);
            this.begins.put(partition, begin);
        });
    }

    /**
     * Looks whether a topic can be made.
     *
     * @throws TopicThereException if there is such a topic
     * @throws KafkaUnreachableException if Kafka does not answer or does not let us
     */
    public static void requireNone(KafkaConnection kafka, TopicSettings topic) {
        try (KafkaAdmin admin = KafkaAdmin.patient(kafka)) {
            admin.await(admin.calls().describeTopics(List.of(topic.topic())).allTopicNames());
        } catch (UnknownTopicOrPartitionException none) {
            return;
        } catch (KafkaException e) {
            throw unreachable(kafka, topic, "cannot ask for", e);
        }
        throw there(kafka, topic, null);
    }

    /**
     * Makes a compacted topic of one partition, or goes on with what an interrupted restore of the same records has
     * left of it.
     *
     * @throws TopicThereException here, or as soon as it is seen, if there is another one
     * @throws KafkaUnreachableException if Kafka does not answer or does not let us
     */
    public static TopicRestore beginOrGoOn(KafkaConnection kafka, TopicSettings topic, int replicas) {
        TreeMap<Integer, Long> one = new TreeMap<>(Map.of(0, 0L));
        return TopicAdmin.find(kafka, topic)
                .map(found -> new TopicRestore(kafka, topic, one, Optional.of(EarlierAttempt.in(kafka, topic, found))))
                .orElseGet(() -> begin(kafka, topic, one, replicas));
    }

    /**
     * Makes the topic.
     *
     * @param begins where each partition begins, from 0 on
     * @throws TopicThereException if there is such a topic
     * @throws KafkaUnreachableException if Kafka does not answer or does not let us
     */
    public static TopicRestore begin(
            KafkaConnection kafka, TopicSettings topic, TreeMap<Integer, Long> begins, int replicas) {
        Map<String, String> settings = new HashMap<>(topic.settings(replicas));
        settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
        NewTopic made = new NewTopic(topic.topic(), begins.size(), (short) replicas).configs(settings);
        try (KafkaAdmin admin = KafkaAdmin.patient(kafka)) {
            admin.await(admin.calls().createTopics(List.of(made)).all());
        } catch (TopicExistsException e) {
            throw there(kafka, topic, e);
        } catch (KafkaException e) {
            throw unreachable(kafka, topic, "cannot make", e);
        }
        return new TopicRestore(kafka, topic, begins, Optional.empty());
    }

    private static TopicThereException there(KafkaConnection kafka, TopicSettings topic, Exception cause) {
        return new TopicThereException(
                "there is a topic " + topic.topic() + " at " + kafka.bootstrapServers()
                        + " already, and a restore puts nothing into a topic that exists",
                cause);
    }

    private static KafkaUnreachableException unreachable(
            KafkaConnection kafka, TopicSettings topic, String what, Exception e) {
        return new KafkaUnreachableException(
                what + " topic " + topic.topic() + " at " + kafka.bootstrapServers() + ": "
                        + KafkaUnreachableException.words(e),
                e);
    }

    /**
     * Appends a record; those of one partition come in the order of their offsets.
     *
     * @param key null where it had none
     * @param value null where it had none
     * @throws IllegalArgumentException if the partition is further already, or is none
     * @throws KafkaUnreachableException if an earlier record could not be put where it belongs
     */
    public void append(int partition, long offset, long timestampMs, byte[] key, byte[] value) {
        Long next = nexts.get(partition);
        if (next == null || offset < next) {
            throw new IllegalArgumentException("expected a record of one of " + nexts.size()
                    + " partitions at its next offset or behind it, but got " + partition + "@" + offset + " after "
                    + next);
        }
        if (earlier.isEmpty() || !earlier.get().has(offset, key, value)) {
            for (long filled = next; filled < offset; filled++) {
                records.send(partition, filled, timestampMs, null, null);
            }
            records.send(partition, offset, timestampMs, key, value);
        }
        nexts.put(partition, offset + 1);
    }

    /**
     * Waits until all is there, deletes what stands in the place of a beginning that was cut, and gives the topic its
     * own settings.
     *
     * @throws KafkaUnreachableException if that is not so; then the topic is refused by every service
     */
    public void finish() {
        earlier.ifPresent(attempt -> attempt.requireNoMore(nexts.get(0)));
        // A partition whose records were all deleted begins where it ends.
        begins.forEach((partition, begin) -> {
            for (long filled = nexts.get(partition); filled < begin; filled++) {
                records.send(partition, filled, 0L, null, null);
            }
        });
        records.await();
        try (KafkaAdmin admin = KafkaAdmin.patient(kafka)) {
            Map<TopicPartition, RecordsToDelete> cut = new HashMap<>();
            begins.forEach((partition, begin) -> {
                if (begin > 0) {
                    cut.put(new TopicPartition(topic.topic(), partition), RecordsToDelete.beforeOffset(begin));
                }
            });
            admin.await(admin.calls().deleteRecords(cut).all());
            String own = topic.settings().get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
            AlterConfigOp change = new AlterConfigOp(
                    new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, own == null ? "" : own),
                    own == null ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET);
            admin.await(admin.calls()
                    .incrementalAlterConfigs(
                            Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic.topic()), List.of(change)))
                    .all());
        } catch (KafkaException e) {
            throw unreachable(kafka, topic, "cannot finish", e);
        }
    }

    @Override
    public void close() {
        records.close();
        earlier.ifPresent(EarlierAttempt::close);
    }
}
