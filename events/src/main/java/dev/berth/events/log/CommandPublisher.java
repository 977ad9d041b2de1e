package dev.berth.events.log;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.command.Command;
import dev.berth.events.command.Sent;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Appends commands to the log. A command is appended once, however often Kafka's client had to try, and in no
 * transaction: once its position is known it stays there, whatever becomes of its sender. Thread-safe; one per process
 * is enough.
 */
public final class CommandPublisher implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private static final Map<String, Object> USUAL = Map.of(
            ProducerConfig.LINGER_MS_CONFIG, 0,
            // Commands that come while a request is under way share the next, which spares the broker most of them.
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1,
            // A request takes one batch of a partition; the usual one is full with some fifty claims.
            ProducerConfig.BATCH_SIZE_CONFIG, 65_536,
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.LOG.maxMessageBytes());

    private static final Map<String, Object> INDISPENSABLE = Map.of(
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            // The publisher may be an event loop, which must not wait: where there is no room to keep a
            // command until Kafka takes it, it is not appended. The topic is known from the start and never
            // forgotten.
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            0,
            ProducerConfig.METADATA_MAX_IDLE_CONFIG,
            Duration.ofDays(3650).toMillis());

    private static final int LOOK_AGAIN_MS = 10;

    /** A client that lives says itself what it gave up, and why. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final String servers;
    private final Duration deadline;
    private final KafkaProducer<byte[], byte[]> producer;
    private final CommandCodec codec;
    private final int partitions;

    private CommandPublisher(
            KafkaConnection kafka, KafkaProducer<byte[], byte[]> producer, CommandCodec codec, int partitions) {
        this.servers = kafka.bootstrapServers();
        this.deadline = Duration.ofMillis(ms(kafka, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG))
                .plus(GRACE);
        this.producer = producer;
        this.codec = codec;
        this.partitions = partitions;
    }

    /**
     * Connects to a log that exists; see {@link TopicAdmin#ensure}.
     *
     * @throws KafkaUnreachableException if Kafka does not answer, or has no such topic
     */
    public static CommandPublisher open(KafkaConnection kafka, CommandCodec codec) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                kafka.with(USUAL, INDISPENSABLE), new ByteArraySerializer(), new ByteArraySerializer());
        try {
            // Kafka's client may take as long to hear of the topic as it is set to block.
            long timeoutMs = ms(kafka, ProducerConfig.MAX_BLOCK_MS_CONFIG);
            return new CommandPublisher(kafka, producer, codec, partitions(producer, timeoutMs));
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw new KafkaUnreachableException(
                    "cannot find topic " + Topics.LOG.topic() + " at " + kafka.bootstrapServers() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static long ms(KafkaConnection kafka, String setting) {
        return Long.parseLong(kafka.with(USUAL, Map.of()).get(setting).toString());
    }

    /** How many the log has, as soon as Kafka's client has heard of it. */
    private static int partitions(KafkaProducer<byte[], byte[]> producer, long timeoutMs) {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (true) {
            try {
                return producer.partitionsFor(Topics.LOG.topic()).size();
            } catch (TimeoutException notYet) {
                if (System.nanoTime() - deadlineNs > 0) {
                    throw notYet;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    /**
     * Appends a command to a region's log. The stage completes with the command's position, on the thread of Kafka's
     * client, which must not be held up. It fails with {@link NotAppendedException} if nothing was appended and nothing
     * will be, and else with what Kafka's client says: the command may have been appended all the same then, and
     * sending it again under the same id is safe. Never blocks: what
     * Kafka's client has no room for is not appended.
     */
    public CompletionStage<Position> publish(Region region, Command command) {
        return publish(region, Sent.of(command));
    }

    /** Appends a command with what travels with it. */
    public CompletionStage<Position> publish(Region region, Sent sent) {
        Append append = new Append();
        try {
            byte[] value = codec.encode(sent);
            // The partition is named, so that no setting of the client can put the record where its region is not at
            // home, nor can partitions that are added.
            int partition = Partitions.of(region, partitions);
            producer.send(
                    new ProducerRecord<>(Topics.LOG.topic(), partition, Partitions.key(region), value),
                    append::complete);
        } catch (RuntimeException e) {
            append.appended.completeExceptionally(new NotAppendedException(e));
        }
        append.isHandedOver = true;
        return append.appended;
    }

    /**
     * Appends a command and waits until it is there.
     *
     * @throws KafkaUnreachableException if it is not, or if Kafka does not say so in time; then it may be there all the
     *     same
     */
    public Position append(Region region, Sent sent) throws InterruptedException {
        try {
            return publish(region, sent).toCompletableFuture().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            boolean isOpen = !(e.getCause() instanceof NotAppendedException);
            throw new KafkaUnreachableException(
                    "Kafka at " + servers
                            + (isOpen ? " has not confirmed that the command was appended: " : " was not given it: ")
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new KafkaUnreachableException(
                    "Kafka at " + servers + " has not said for " + deadline.toSeconds()
                            + " s whether the command was appended",
                    e);
        }
    }

    /** One command on its way. */
    private static final class Append {
        private final Thread sender = Thread.currentThread();
        private final CompletableFuture<Position> appended = new CompletableFuture<>();

        /** For the sending thread alone. */
        private boolean isHandedOver;

        /**
         * Kafka's client calls this on the thread that sends while it has not yet taken the command into a batch, and
         * on its own thread once it has: only then a broker may have seen it.
         */
        private void complete(RecordMetadata metadata, Exception problem) {
            boolean wasTaken = Thread.currentThread() != sender || isHandedOver;
            if (problem == null) {
                appended.complete(new Position(metadata.partition(), metadata.offset(), metadata.timestamp()));
            } else {
                appended.completeExceptionally(wasTaken ? problem : new NotAppendedException(problem));
            }
        }
    }

    /** Waits for what was published, ten seconds at most. */
    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
