package dev.berth.cli.chaos;

import dev.berth.events.log.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Records in the log that are no region's: without a key, with one that names none, or of a region not at home there.
 */
final class ForeignRecords {
    private static final int BYTES_MAX = 2_000;
    private static final long SENT_MS_MAX = 20_000;

    private ForeignRecords() {}

    /** Writes so many; how many were acknowledged. */
    static int write(String bootstrapServers, int partitions, int count, SplittableRandom random)
            throws InterruptedException {
        int done = 0;
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "max.block.ms",
                        Long.toString(SENT_MS_MAX),
                        "request.timeout.ms",
                        "5000",
                        "delivery.timeout.ms",
                        Long.toString(SENT_MS_MAX)),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                byte[] value = new byte[random.nextInt(BYTES_MAX)];
                random.nextBytes(value);
                byte[] key = key(random, i);
                producer.send(new ProducerRecord<>(Topics.LOG.topic(), random.nextInt(partitions), key, value))
                        .get(SENT_MS_MAX, TimeUnit.MILLISECONDS);
                done++;
            }
        } catch (ExecutionException | TimeoutException notAll) {
            return done;
        }
        return done;
    }

    /** None, or one that names no region: a region of that name would stop at a record that it cannot read. */
    private static byte[] key(SplittableRandom random, int number) {
        return random.nextBoolean() ? null : ("no region/" + number).getBytes(StandardCharsets.UTF_8);
    }
}
