package dev.berth.projector;

import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** Asks Kafka how long the log is, how far the projectors have committed it and who they are. Any thread. */
final class LogOffsets implements AutoCloseable {
    private final Admin admin;

    LogOffsets(KafkaConnection kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.clientSettings());
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        // An answer that comes later than this would not be trusted any more.
        settings.put("request.timeout.ms", "3000");
        settings.put("default.api.timeout.ms", "6000");
        admin = Admin.create(settings);
    }

    /** The offset after the last record, by partition. */
    Map<Integer, Long> ends() throws InterruptedException {
        String topic = Topics.LOG.topic();
        int partitions = get(admin.describeTopics(List.of(topic)).allTopicNames())
                .get(topic)
                .partitions()
                .size();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        Map<Integer, Long> ends = new TreeMap<>();
        get(admin.listOffsets(latest).all()).forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        return ends;
    }

    /** Where a partition begins and ends: the offset of its first record, and the one after its last. */
    record Bounds(long begin, long end) {}

    Bounds bounds(int partition) throws InterruptedException {
        TopicPartition asked = new TopicPartition(Topics.LOG.topic(), partition);
        long begin = get(admin.listOffsets(Map.of(asked, OffsetSpec.earliest())).partitionResult(asked))
                .offset();
        long end = get(admin.listOffsets(Map.of(asked, OffsetSpec.latest())).partitionResult(asked))
                .offset();
        return new Bounds(begin, end);
    }

    /** Kafka's id of the log's topic: one that is made anew under its name has another. */
    Uuid topicId() throws InterruptedException {
        String topic = Topics.LOG.topic();
        return get(admin.describeTopics(List.of(topic)).allTopicNames())
                .get(topic)
                .topicId();
    }

    /** The offset after the last record whose decision is committed, by partition; none of a partition without one. */
    Map<Integer, Long> committed() throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = get(
                admin.listConsumerGroupOffsets(ProjectorConfig.APPLICATION_ID).partitionsToOffsetAndMetadata());
        Map<Integer, Long> committed = new TreeMap<>();
        offsets.forEach((partition, offset) -> {
            if (offset != null && partition.topic().equals(Topics.LOG.topic())) {
                committed.put(partition.partition(), offset.offset());
            }
        });
        return committed;
    }

    /** Whether the group of projectors counts a stream thread of the instance among its members. */
    boolean isMember(String instance) throws InterruptedException {
        // Kafka Streams adds the thread's number to the name that it is given.
        Pattern thread = Pattern.compile(Pattern.quote(instance) + "-\\d+");
        return get(admin.describeConsumerGroups(List.of(ProjectorConfig.APPLICATION_ID))
                        .all())
                .get(ProjectorConfig.APPLICATION_ID)
                .members()
                .stream()
                .anyMatch(member -> member.groupInstanceId()
                        .filter(name -> thread.matcher(name).matches())
                        .isPresent());
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new LogUnavailableException("Kafka could not be asked about the log.", e.getCause());
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
