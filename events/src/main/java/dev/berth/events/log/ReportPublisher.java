package dev.berth.events.log;

import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes signed reports to berth.reports, and nothing else anywhere. Thread-safe. */
public final class ReportPublisher implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private static final Map<String, Object> USUAL = Map.of(
            ProducerConfig.LINGER_MS_CONFIG, 0,
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.REPORTS.maxMessageBytes());

    private static final Map<String, Object> INDISPENSABLE = Map.of(ProducerConfig.ACKS_CONFIG, "all");

    private final KafkaProducer<byte[], byte[]> producer;

    private ReportPublisher(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /**
     * Connects.
     *
     * @throws KafkaUnreachableException if Kafka does not answer, does not let us, or has no such topic
     */
    public static ReportPublisher open(KafkaConnection kafka) {
        Optional<KafkaProducer<byte[], byte[]>> opened = Optional.empty();
        try {
            KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    kafka.with(USUAL, INDISPENSABLE), new ByteArraySerializer(), new ByteArraySerializer());
            opened = Optional.of(producer);
            producer.partitionsFor(Topics.REPORTS.topic());
            return new ReportPublisher(producer);
        } catch (KafkaException e) {
            opened.ifPresent(producer -> producer.close(Duration.ZERO));
            throw new KafkaUnreachableException(
                    "cannot find topic " + Topics.REPORTS.topic() + " at " + kafka.bootstrapServers() + ": " + words(e),
                    e);
        }
    }

    /**
     * Writes a signed report to where its region is at home. The stage completes when Kafka has it, and that says
     * nothing of whether it is taken. It fails with what Kafka's client says, and with what to grant if that is it.
     */
    public CompletionStage<Void> publish(Region region, ProviderId host, byte[] sealed) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        try {
            String topic = Topics.REPORTS.topic();
            int partition = Partitions.of(region, producer.partitionsFor(topic).size());
            byte[] key = host.toString().getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(topic, partition, key, sealed), (metadata, problem) -> {
                if (problem == null) {
                    taken.complete(null);
                } else {
                    taken.completeExceptionally(explained(problem));
                }
            });
        } catch (RuntimeException e) {
            taken.completeExceptionally(explained(e));
        }
        return taken;
    }

    private static Throwable explained(Exception problem) {
        return problem instanceof AuthorizationException ? new KafkaException(words(problem), problem) : problem;
    }

    private static String words(Exception problem) {
        return problem instanceof AuthorizationException
                ? problem.getMessage() + "; an agent needs the rights WRITE and DESCRIBE on topic "
                        + Topics.REPORTS.topic()
                : KafkaUnreachableException.words(problem);
    }

    /** Waits for what was published, ten seconds at most. */
    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
