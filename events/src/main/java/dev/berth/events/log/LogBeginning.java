package dev.berth.events.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Has a partition of a new log begin at an offset of its own, so that what comes from another log can go on there with
 * the positions that it has. Kafka counts from 0, so foreign records are appended and deleted. It may be begun again
 * where it was interrupted. For one thread.
 */
public final class LogBeginning {
    private static final byte[] FILLER = "-".getBytes(StandardCharsets.US_ASCII);
    private static final int PORTION = 100_000;

    private static final Map<String, Object> LARGE_BATCHES =
            Map.of(ProducerConfig.LINGER_MS_CONFIG, 20, ProducerConfig.BATCH_SIZE_CONFIG, 1 << 19);

    private final KafkaConnection kafka;
    private final TopicPartition place;
    private final long offset;

    /** @param offset that of the first record to come */
    public LogBeginning(KafkaConnection kafka, int partition, long offset) {
        this.kafka = kafka;
        this.place = new TopicPartition(Topics.LOG.topic(), partition);
        this.offset = offset;
    }

    /**
     * Appends and deletes what is needed.
     *
     * @param progress given the offset that the partition has come to, now and then
     * @throws IllegalStateException if the partition has records of its own, or goes further already
     * @throws KafkaUnreachableException if Kafka does not answer or does not let us
     */
    public void raise(LongConsumer progress) {
        try (KafkaAdmin admin = KafkaAdmin.patient(kafka)) {
            long begin = offsetOf(admin, OffsetSpec.earliest());
            long end = offsetOf(admin, OffsetSpec.latest());
            if (end > offset) {
                throw new IllegalStateException("expected " + place + " at " + kafka.bootstrapServers()
                        + " to end at offset " + offset + " at most, but it ends at " + end
                        + ": it is no new log, or somebody writes to it");
            }
            requireFillers(begin, end);
            fill(end, progress);
            long filled = offsetOf(admin, OffsetSpec.latest());
            if (filled != offset) {
                throw new IllegalStateException("expected " + place + " to end at offset " + offset + " but it ends at "
                        + filled + ": somebody else writes to it");
            }
            admin.await(admin.calls()
                    .deleteRecords(Map.of(place, RecordsToDelete.beforeOffset(offset)))
                    .all());
        } catch (KafkaException e) {
            throw new KafkaUnreachableException(
                    "cannot have " + place + " at " + kafka.bootstrapServers() + " begin at offset " + offset + ": "
                            + KafkaUnreachableException.words(e),
                    e);
        }
    }

    private long offsetOf(KafkaAdmin admin, OffsetSpec spec) {
        return admin.await(admin.calls().listOffsets(Map.of(place, spec)).partitionResult(place))
                .offset();
    }

    /** What an attempt before this one may have left is foreign, and nothing else may be there. */
    private void requireFillers(long begin, long end) {
        if (begin == end) {
            return;
        }
        try (LogReader reader = LogReader.openAtOrBehind(kafka, place.topic(), place.partition(), begin)) {
            for (Optional<LogRecord> found = reader.next(); found.isPresent(); found = reader.next()) {
                if (found.get().key() != null || !Arrays.equals(found.get().value(), FILLER)) {
                    throw new IllegalStateException("expected " + place + " at " + kafka.bootstrapServers()
                            + " to be empty, but there is a record at offset "
                            + found.get().position().offset() + ": a region can be moved to a new log alone");
                }
            }
            long read = reader.progress().partitions().get(0).end();
            if (read < end) {
                throw new IllegalStateException("expected " + place + " at " + kafka.bootstrapServers()
                        + " to be empty, but there is an open transaction at offset " + read
                        + ": a region can be moved to a new log alone");
            }
        }
    }

    private void fill(long from, LongConsumer progress) {
        try (PlacedRecords fillers = new PlacedRecords(kafka, Topics.LOG, LARGE_BATCHES)) {
            for (long next = from; next < offset; next++) {
                fillers.send(place.partition(), next, null, null, FILLER);
                if (next % PORTION == 0) {
                    fillers.await();
                    progress.accept(next);
                }
            }
            fillers.await();
        }
    }
}
