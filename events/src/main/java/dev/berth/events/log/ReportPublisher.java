package dev.berth.events.log;

import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes signed reports to berth.reports, and nothing else anywhere. A client of Kafka's that has failed once is not
 * trusted with another report: it may have failed for good, and one whose thread has died takes all that it is given
 * and sends none of it. The next report is sent by a new client. Thread-safe.
 */
public final class ReportPublisher implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    /** Longer than the usual delivery timeout, by which Kafka's client gives up by itself if it lives. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(35);

    private static final Map<String, Object> USUAL = Map.of(
            ProducerConfig.LINGER_MS_CONFIG, 0,
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.REPORTS.maxMessageBytes());

    private static final Map<String, Object> INDISPENSABLE = Map.of(ProducerConfig.ACKS_CONFIG, "all");

    private final KafkaConnection kafka;
    private final Duration answerTimeout;

    /** Guarded by this. */
    private Client client;

    /** One of Kafka's clients, and whether it has failed. */
    private static final class Client {
        private final KafkaProducer<byte[], byte[]> producer;
        private volatile boolean hasFailed;

        Client(KafkaProducer<byte[], byte[]> producer) {
            this.producer = producer;
        }
    }

    private ReportPublisher(KafkaConnection kafka, Duration answerTimeout) {
        this.kafka = kafka;
        this.answerTimeout = answerTimeout;
        this.client = connect(kafka);
    }

    /**
     * Connects.
     *
     * @throws KafkaUnreachableException if Kafka does not answer, does not let us, or has no such topic
     */
    public static ReportPublisher open(KafkaConnection kafka) {
        return open(kafka, ANSWER_TIMEOUT);
    }

    static ReportPublisher open(KafkaConnection kafka, Duration answerTimeout) {
        return new ReportPublisher(kafka, answerTimeout);
    }

    private static Client connect(KafkaConnection kafka) {
        Optional<KafkaProducer<byte[], byte[]>> opened = Optional.empty();
        try {
            KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    kafka.with(USUAL, INDISPENSABLE), new ByteArraySerializer(), new ByteArraySerializer());
            opened = Optional.of(producer);
            producer.partitionsFor(Topics.REPORTS.topic());
            return new Client(producer);
        } catch (KafkaException e) {
            opened.ifPresent(producer -> producer.close(Duration.ZERO));
            throw new KafkaUnreachableException(
                    "cannot find topic " + Topics.REPORTS.topic() + " at " + kafka.bootstrapServers() + ": " + words(e),
                    e);
        }
    }

    /**
     * Writes a signed report to where its region is at home. The stage completes when Kafka has it, and that says
     * nothing of whether it is taken. It fails with what Kafka's client says, and with what to grant if that is it, or
     * with a {@link TimeoutException} if nothing is said within 35 seconds.
     */
    public CompletionStage<Void> publish(Region region, ProviderId host, byte[] sealed) {
        try {
            Client used = working();
            return send(used.producer, region, host, sealed)
                    .orTimeout(answerTimeout.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionallyCompose(problem -> {
                        used.hasFailed = true;
                        return CompletableFuture.failedStage(
                                problem instanceof TimeoutException
                                        ? new TimeoutException(
                                                "Kafka has not taken it within " + answerTimeout.toSeconds() + " s")
                                        : problem);
                    });
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private static CompletableFuture<Void> send(
            KafkaProducer<byte[], byte[]> producer, Region region, ProviderId host, byte[] sealed) {
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

    /** The client, made anew if it has failed. What the failed one still holds is not sent any more. */
    private synchronized Client working() {
        if (client.hasFailed) {
            Client failed = client;
            client = connect(kafka);
            failed.producer.close(Duration.ZERO);
        }
        return client;
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
    public synchronized void close() {
        client.producer.close(CLOSE_TIMEOUT);
    }
}
