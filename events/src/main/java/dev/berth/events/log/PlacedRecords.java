package dev.berth.events.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Appends records whose offsets are known before. The first that is not written, or comes to stand elsewhere, is what
 * all that follow fail with. For one thread.
 */
final class PlacedRecords implements AutoCloseable {
    private static final Map<String, Object> USUAL = Map.of(
            ProducerConfig.LINGER_MS_CONFIG, 5,
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 60_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);

    /** A client that lives says itself what it gave up, and why. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final String servers;
    private final String topic;
    private final Duration deadline;
    private final KafkaProducer<byte[], byte[]> producer;
    private final TreeMap<Integer, Future<RecordMetadata>> lasts = new TreeMap<>();
    private final AtomicReference<String> failure = new AtomicReference<>();

    /** @param usual settings beside and instead of those of every such client */
    PlacedRecords(KafkaConnection kafka, TopicSettings topic, Map<String, Object> usual) {
        this(kafka, topic, usual, GRACE);
    }

    PlacedRecords(KafkaConnection kafka, TopicSettings topic, Map<String, Object> usual, Duration grace) {
        this.servers = kafka.bootstrapServers();
        this.topic = topic.topic();
        Map<String, Object> own = new HashMap<>(USUAL);
        own.putAll(usual);
        Map<String, Object> settings = kafka.with(
                own,
                Map.of(
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        topic.maxMessageBytes() + 1024));
        this.deadline = Duration.ofMillis(Long.parseLong(
                        settings.get(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG).toString()))
                .plus(grace);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Appends one; those of a partition come in the order of their offsets.
     *
     * @param timestampMs null where the topic takes no time of its senders
     * @throws KafkaUnreachableException if an earlier one is not where it belongs
     */
    void send(int partition, long offset, Long timestampMs, byte[] key, byte[] value) {
        requireNoFailure();
        try {
            lasts.put(
                    partition,
                    producer.send(
                            new ProducerRecord<>(topic, partition, timestampMs, key, value),
                            (metadata, problem) -> note(partition, offset, metadata, problem)));
        } catch (KafkaException e) {
            throw failed(
                    "cannot write topic " + topic + " at " + servers + ": " + KafkaUnreachableException.words(e), e);
        }
    }

    private void note(int partition, long offset, RecordMetadata metadata, Exception problem) {
        if (problem != null) {
            failure.compareAndSet(
                    null,
                    "cannot write " + partition + "@" + offset + " of topic " + topic + " at " + servers + ": "
                            + KafkaUnreachableException.words(problem));
        } else if (metadata.offset() != offset) {
            failure.compareAndSet(
                    null,
                    "somebody else writes to topic " + topic + " at " + servers + ": what belongs at " + partition + "@"
                            + offset + " came to stand at " + metadata.offset());
        }
    }

    /**
     * Waits until all are there.
     *
     * @throws KafkaUnreachableException if one is not where it belongs, or Kafka does not answer
     */
    void await() {
        long untilNs = System.nanoTime() + deadline.toNanos();
        for (Map.Entry<Integer, Future<RecordMetadata>> last : lasts.entrySet()) {
            try {
                last.getValue().get(Math.max(0, untilNs - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw failed(
                        "Kafka at " + servers + " has not said for " + deadline.toSeconds()
                                + " s whether what was sent to partition " + last.getKey() + " of topic " + topic
                                + " was written",
                        e);
            } catch (ExecutionException e) {
                // The callback has heard of it, and says of which record it is.
                break;
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
        requireNoFailure();
    }

    private void requireNoFailure() {
        if (failure.get() != null) {
            throw failed(failure.get(), null);
        }
    }

    private static KafkaUnreachableException failed(String words, Exception cause) {
        return new KafkaUnreachableException(words, cause);
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
