package dev.berth.events.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the reports of agents from where {@link #commit} has said last. Which partitions it reads it is told; no group
 * gives them, and {@link #GROUP} only keeps the offsets. It reads what is not committed too, so that no agent can hold
 * up the others by a transaction that it leaves open. For one thread.
 */
public final class ReportReader implements AutoCloseable {
    /** Under which the offsets are kept. */
    public static final String GROUP = "berth-intake";

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final int FETCH_BYTES_MAX = 16 * 1024 * 1024;

    private static final Map<String, Object> USUAL = Map.of(
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000,
            ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);

    private static final Map<String, Object> INDISPENSABLE = Map.of(
            ConsumerConfig.GROUP_ID_CONFIG,
            GROUP,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_uncommitted",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false);

    private final KafkaConsumer<byte[], byte[]> consumer;

    /** Connects when it is asked for something. */
    public ReportReader(KafkaConnection kafka) {
        consumer = new KafkaConsumer<>(
                kafka.with(USUAL, INDISPENSABLE), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Reads these partitions from now on, those that are new from where was committed. */
    public void assign(SortedSet<Integer> partitions) {
        Set<TopicPartition> wanted =
                partitions.stream().map(ReportReader::topicPartition).collect(Collectors.toSet());
        if (!wanted.equals(consumer.assignment())) {
            consumer.assign(wanted);
        }
    }

    /**
     * The next records, in order within each partition.
     *
     * @throws KafkaException if Kafka refuses, or a record is damaged: {@link DamagedRecord#in} says so
     */
    public List<ReportRecord> poll(Duration timeout) {
        List<ReportRecord> records = new ArrayList<>();
        consumer.poll(timeout)
                .forEach(record -> records.add(
                        new ReportRecord(record.partition(), record.offset(), record.timestamp(), record.value())));
        return records;
    }

    /** Reads on from an offset of a partition that it reads. */
    public void seek(int partition, long offset) {
        consumer.seek(topicPartition(partition), offset);
    }

    /** The offset that is read next in a partition that it reads. */
    public long position(int partition) {
        return consumer.position(topicPartition(partition));
    }

    /**
     * Says where to begin next time, by partition.
     *
     * @throws KafkaException if Kafka has not taken it
     */
    public void commit(Map<Integer, Long> nexts) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        nexts.forEach((partition, next) -> offsets.put(topicPartition(partition), new OffsetAndMetadata(next)));
        consumer.commitSync(offsets);
    }

    private static TopicPartition topicPartition(int partition) {
        return new TopicPartition(Topics.REPORTS.topic(), partition);
    }

    /** Ends; it commits nothing by itself. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }
}
