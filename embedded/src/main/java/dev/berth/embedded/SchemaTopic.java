package dev.berth.embedded;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The compacted topic the registry keeps itself in. The catalogue changes by what is read back from it and by nothing
 * else, so a write of unknown fate is settled by reading on. Calls throw {@link KafkaException} when Kafka fails;
 * repeating them is safe. Not thread-safe; one registry to a topic.
 */
final class SchemaTopic implements AutoCloseable {
    static final String NAME = "_schemas";
    /** Flushed with each of its few records: without them nothing in the log can be read. */
    private static final Map<String, String> SETTINGS = Map.of("cleanup.policy", "compact", "flush.messages", "1");

    private static final TopicPartition PARTITION = new TopicPartition(NAME, 0);
    /** A fetch left waiting holds up every later request on its connection. */
    private static final int FETCH_WAIT_MS = 1;

    /** A client that lives says itself what it gave up, and why. */
    private static final int GRACE_MS = 1_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final SchemaCatalogue catalogue;
    private final int timeoutMs;

    private SchemaTopic(String bootstrapServers, SchemaCatalogue catalogue, int timeoutMs) {
        this.catalogue = catalogue;
        this.timeoutMs = timeoutMs;
        this.producer = new KafkaProducer<>(
                clientConfig(
                        bootstrapServers,
                        timeoutMs,
                        Map.of("acks", "all", "max.block.ms", timeoutMs, "delivery.timeout.ms", timeoutMs)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.consumer = new KafkaConsumer<>(
                clientConfig(
                        bootstrapServers,
                        timeoutMs,
                        Map.of("auto.offset.reset", "none", "fetch.max.wait.ms", FETCH_WAIT_MS)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static Map<String, Object> clientConfig(
            String bootstrapServers, int timeoutMs, Map<String, Object> ofItsOwn) {
        Map<String, Object> config = new TreeMap<>(ofItsOwn);
        config.put("bootstrap.servers", bootstrapServers);
        config.put("request.timeout.ms", timeoutMs / 2);
        config.put("default.api.timeout.ms", timeoutMs);
        return config;
    }

    /**
     * Makes the topic if it is missing, and reads all of it into the catalogue.
     *
     * @param timeoutMs how long any call waits for Kafka before it throws
     */
    static SchemaTopic open(String bootstrapServers, SchemaCatalogue catalogue, int timeoutMs) {
        createOrCheck(bootstrapServers, timeoutMs);
        SchemaTopic topic = new SchemaTopic(bootstrapServers, catalogue, timeoutMs);
        try {
            topic.consumer.assign(List.of(PARTITION));
            topic.consumer.seekToBeginning(List.of(PARTITION));
            topic.catchUp();
            return topic;
        } catch (RuntimeException e) {
            Optional<DamagedSchemasException> damage = topic.damage(e);
            topic.close();
            throw damage.isPresent() ? damage.get() : e;
        }
    }

    /** Whether reading failed because of what is there, and not because Kafka could not be asked. */
    private Optional<DamagedSchemasException> damage(RuntimeException failure) {
        boolean isOfContent = failure instanceof IllegalStateException
                || failure instanceof KafkaException
                        && (failure.getCause() instanceof CorruptRecordException
                                || String.valueOf(failure.getMessage()).contains("seek past the record")
                                || String.valueOf(failure.getMessage()).contains("corrupt message"));
        return isOfContent
                ? Optional.of(new DamagedSchemasException(consumer.position(PARTITION), failure))
                : Optional.empty();
    }

    void append(RegisteredSchema schema) {
        append(SchemaRecordCodec.schemaKey(schema), SchemaRecordCodec.schemaValue(schema));
    }

    void append(String subject, CompatibilityLevel level) {
        append(SchemaRecordCodec.levelKey(Optional.of(subject)), SchemaRecordCodec.levelValue(level));
    }

    /** Reads into the catalogue what the topic holds by now. */
    void catchUp() {
        long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
        long deadlineNs = System.nanoTime() + Duration.ofMillis(timeoutMs).toNanos();
        while (consumer.position(PARTITION) < end) {
            if (System.nanoTime() > deadlineNs) {
                throw new KafkaException("expected to read " + NAME + " up to offset " + end + " within " + timeoutMs
                        + " ms but got to " + consumer.position(PARTITION));
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                fold(record);
            }
        }
    }

    private void append(byte[] key, byte[] value) {
        try {
            answer(producer.send(new ProducerRecord<>(NAME, 0, key, value)), timeoutMs);
        } catch (ExecutionException e) {
            throw new KafkaException("could not append to " + NAME, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while appending to " + NAME, e);
        }
        catchUp();
    }

    private void fold(ConsumerRecord<byte[], byte[]> record) {
        try {
            SchemaRecordCodec.fold(record.key(), record.value(), catalogue);
        } catch (IOException | RuntimeException e) {
            // Never passed over: anyone who reads on meets the same record again.
            consumer.seek(PARTITION, record.offset());
            throw new IllegalStateException(
                    "expected a registry record at offset " + record.offset() + " of " + NAME + " but: " + e);
        }
    }

    private static void createOrCheck(String bootstrapServers, int timeoutMs) {
        NewTopic wanted = new NewTopic(NAME, Optional.of(1), Optional.empty()).configs(SETTINGS);
        try (Admin admin = Admin.create(clientConfig(bootstrapServers, timeoutMs, Map.of()))) {
            try {
                answer(admin.createTopics(Set.of(wanted)).all(), timeoutMs);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
                check(admin, timeoutMs);
            }
        } catch (ExecutionException e) {
            throw new EmbeddedStartException(
                    "the topic " + NAME + " at " + bootstrapServers + " cannot be made or read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedStartException("interrupted while looking for the topic " + NAME, e);
        }
    }

    private static void check(Admin admin, int timeoutMs) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, NAME);
        Config config =
                answer(admin.describeConfigs(Set.of(resource)).all(), timeoutMs).get(resource);
        TopicDescription topic = answer(admin.describeTopics(Set.of(NAME)).allTopicNames(), timeoutMs)
                .get(NAME);
        String policy = config.get("cleanup.policy").value();
        int partitions = topic.partitions().size();
        if (partitions != 1 || !policy.equals("compact")) {
            throw new EmbeddedStartException("the topic " + NAME
                    + " must have 1 partition and cleanup.policy=compact, but has " + partitions + " and " + policy);
        }
    }

    /** What Kafka's client comes to; one whose thread has died comes to nothing. */
    private static <T> T answer(Future<T> asked, int timeoutMs) throws ExecutionException, InterruptedException {
        try {
            return asked.get(timeoutMs + GRACE_MS, TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new ExecutionException(
                    new TimeoutException("Kafka has answered nothing for " + (timeoutMs + GRACE_MS) + " ms"));
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofMillis(timeoutMs));
        consumer.close();
    }
}
