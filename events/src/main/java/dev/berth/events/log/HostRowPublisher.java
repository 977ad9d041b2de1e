package dev.berth.events.log;

import dev.berth.events.codec.HostRowCodec;
import dev.berth.events.host.HostRow;
import dev.berth.events.host.HostRowKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to berth.hosts what no decision writes: when hosts were heard of. A row that is lost is written again the next
 * time. Thread-safe.
 */
public final class HostRowPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostRowPublisher.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private static final Map<String, Object> USUAL = Map.of(
            ProducerConfig.LINGER_MS_CONFIG, 100,
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);

    private final KafkaProducer<byte[], byte[]> producer;
    private final HostRowCodec codec;

    /** Connects when it is asked for something. */
    public HostRowPublisher(KafkaConnection kafka, HostRowCodec codec) {
        this.producer =
                new KafkaProducer<>(kafka.with(USUAL, Map.of()), new ByteArraySerializer(), new ByteArraySerializer());
        this.codec = codec;
    }

    /**
     * Writes a row, or deletes it.
     *
     * @param row empty to delete it
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     * @throws dev.berth.events.codec.RegistryUnavailableException if the registry had to be asked and could not be
     */
    public void publish(HostRowKey key, Optional<HostRow> row) {
        String topic = Topics.HOSTS.topic();
        int partition =
                Partitions.home(key.home(), producer.partitionsFor(topic).size());
        byte[] value = row.map(codec::encode).orElse(null);
        producer.send(new ProducerRecord<>(topic, partition, key.bytes(), value), (metadata, problem) -> {
            if (problem != null) {
                LOG.debug("the row {} was not written, and is written the next time", key, problem);
            }
        });
    }

    /** Waits for what was published, five seconds at most. */
    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
