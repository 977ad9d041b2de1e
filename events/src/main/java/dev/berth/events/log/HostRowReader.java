package dev.berth.events.log;

import dev.berth.events.codec.Decoding;
import dev.berth.events.codec.HostRowCodec;
import dev.berth.events.codec.RegistryUnavailableException;
import dev.berth.events.host.HostRow;
import dev.berth.events.host.HostRowKey;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads berth.hosts from its beginning and then what is new, in no group: an instance reads all of it, an agent the one
 * partition of its host. What cannot be read is passed over, for nothing is decided from it. For one thread.
 */
public final class HostRowReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostRowReader.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);

    private static final Map<String, Object> USUAL = Map.of(
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 7_000,
            ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500,
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * 1024 * 1024,
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1024 * 1024);

    private static final Map<String, Object> INDISPENSABLE = Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final HostRowCodec codec;
    private final Predicate<HostRowKey> wanted;

    private HostRowReader(KafkaConsumer<byte[], byte[]> consumer, HostRowCodec codec, Predicate<HostRowKey> wanted) {
        this.consumer = consumer;
        this.codec = codec;
        this.wanted = wanted;
    }

    /**
     * Reads the rows of all hosts.
     *
     * @throws KafkaUnreachableException if Kafka does not answer, does not let us, or has no such topic
     */
    public static HostRowReader ofAll(KafkaConnection kafka, HostRowCodec codec) {
        return open(kafka, codec, any -> true, (topic, count) -> all(topic, count));
    }

    /** The same of one host alone. */
    public static HostRowReader of(KafkaConnection kafka, HostRowCodec codec, Region region, ProviderId host) {
        return open(
                kafka,
                codec,
                key -> key.region().equals(region) && key.host().equals(host),
                (topic, count) ->
                        List.of(new TopicPartition(topic, Partitions.home(HostRowKey.home(region, host), count))));
    }

    /** Which partitions are read of how many. */
    private interface Choice {
        List<TopicPartition> of(String topic, int count);
    }

    private static List<TopicPartition> all(String topic, int count) {
        List<TopicPartition> all = new ArrayList<>();
        for (int partition = 0; partition < count; partition++) {
            all.add(new TopicPartition(topic, partition));
        }
        return all;
    }

    private static HostRowReader open(
            KafkaConnection kafka, HostRowCodec codec, Predicate<HostRowKey> wanted, Choice choice) {
        String topic = Topics.HOSTS.topic();
        Optional<KafkaConsumer<byte[], byte[]>> opened = Optional.empty();
        try {
            KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                    kafka.with(USUAL, INDISPENSABLE), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            opened = Optional.of(consumer);
            List<PartitionInfo> partitions = consumer.partitionsFor(topic);
            if (partitions.isEmpty()) {
                throw new KafkaException("there is no such topic");
            }
            List<TopicPartition> chosen = choice.of(topic, partitions.size());
            consumer.assign(chosen);
            consumer.seekToBeginning(chosen);
            return new HostRowReader(consumer, codec, wanted);
        } catch (KafkaException e) {
            opened.ifPresent(consumer -> consumer.close(CloseOptions.timeout(Duration.ZERO)));
            throw new KafkaUnreachableException(
                    "cannot read topic " + topic + " at " + kafka.bootstrapServers() + ": " + words(e), e);
        }
    }

    private static String words(Exception problem) {
        return problem instanceof AuthorizationException
                ? problem.getMessage() + "; an agent needs the rights READ and DESCRIBE on topic "
                        + Topics.HOSTS.topic() + ", in no group"
                : KafkaUnreachableException.words(problem);
    }

    /**
     * Reads all that is there now.
     *
     * @return whether the end was reached within the timeout
     * @throws KafkaException if Kafka refuses, or the topic is shorter than what was read of it: it was deleted and
     *     made again, and only another reader can read it
     * @throws RegistryUnavailableException if the registry had to be asked and could not be; reading on is safe
     */
    public boolean readToEnd(Duration timeout, Consumer<HostRowRecord> rows) {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        if (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) > end.getValue())) {
            throw new KafkaException("topic " + Topics.HOSTS.topic() + " was deleted and made again");
        }
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            poll(POLL).forEach(rows);
        }
        return true;
    }

    /**
     * The next rows, in order within each partition; none if none come in time.
     *
     * @throws KafkaException if Kafka refuses
     * @throws RegistryUnavailableException if the registry had to be asked and could not be; reading on is safe
     */
    public List<HostRowRecord> poll(Duration timeout) {
        List<ConsumerRecord<byte[], byte[]>> polled = new ArrayList<>();
        try {
            consumer.poll(timeout).forEach(polled::add);
        } catch (KafkaException e) {
            DamagedRecord damaged = DamagedRecord.in(e).orElseThrow(() -> e);
            TopicPartition partition = new TopicPartition(damaged.topic(), damaged.partition());
            consumer.seek(partition, Math.max(damaged.offset(), consumer.position(partition)) + 1);
            LOG.warn("A row is passed over: {}", damaged);
        }
        List<HostRowRecord> rows = new ArrayList<>();
        try {
            polled.forEach(record -> read(record).ifPresent(rows::add));
            return rows;
        } catch (RegistryUnavailableException e) {
            List<TopicPartition> seen = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : polled) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (!seen.contains(partition)) {
                    seen.add(partition);
                    consumer.seek(partition, record.offset());
                }
            }
            throw e;
        }
    }

    private Optional<HostRowRecord> read(ConsumerRecord<byte[], byte[]> record) {
        Optional<HostRowKey> key = HostRowKey.read(record.key()).filter(wanted);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        if (record.value() == null) {
            return Optional.of(new HostRowRecord(key.get(), Optional.empty()));
        }
        Decoding<HostRow> row = codec.decode(record.value());
        if (row instanceof Decoding.Decoded<HostRow> decoded
                && decoded.value().kind() == key.get().kind()) {
            return Optional.of(new HostRowRecord(key.get(), Optional.of(decoded.value())));
        }
        LOG.debug("The row {} is passed over: {}", key.get(), row.problem().orElse("it is of another kind"));
        return Optional.empty();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }
}
