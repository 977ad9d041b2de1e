package dev.berth.projector;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.log.DamagedRecordException;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.KafkaUnreachableException;
import dev.berth.events.log.LogMark;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the log by asking Kafka: its description of the topic, the bounds of a partition, and a consumer of its own.
 */
final class KafkaLogCheck implements LogCheck {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaLogCheck.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(6);

    /** How often a long reading says where it stands. */
    private static final Duration WORD_EVERY = Duration.ofSeconds(10);

    /** So many offsets at the end are looked at first for the last record. */
    private static final int LAST_PART = 64;

    private final KafkaConnection kafka;
    private final Supplier<LogOffsets> offsets;
    private final Supplier<ForgottenTransactions> forgotten;

    /**
     * @param offsets what to ask of bounds and ids; there once a stream thread runs
     * @param forgotten what to ask of transactions; there as soon
     */
    KafkaLogCheck(KafkaConnection kafka, Supplier<LogOffsets> offsets, Supplier<ForgottenTransactions> forgotten) {
        this.kafka = new KafkaConnection(
                kafka.bootstrapServers(),
                ImmutableMap.<String, String>builder()
                        .putAll(kafka.clientSettings())
                        .put("default.api.timeout.ms", "10000")
                        // A consumer asks for more ahead, and its close waits for the answer.
                        .put("fetch.max.wait.ms", "20")
                        .buildKeepingLast());
        this.offsets = offsets;
        this.forgotten = forgotten;
    }

    @Override
    public Uuid topicId() throws InterruptedException {
        return offsets.get().topicId();
    }

    @Override
    public Optional<String> contradiction(int partition, Uuid topicId, LogMark mark) throws InterruptedException {
        if (!topicId.equals(mark.topicId())) {
            return Optional.of("topic " + Topics.LOG.topic() + " was created again: its id is " + topicId
                    + " but what is in the stores was decided from " + mark.topicId() + " up to offset "
                    + mark.offset());
        }
        LogOffsets.Bounds bounds = offsets.get().bounds(partition);
        if (bounds.end() <= mark.offset()) {
            return Optional.of("it ends at offset " + bounds.end() + " but the record at offset " + mark.offset()
                    + " was decided");
        }
        if (bounds.begin() > mark.offset() + 1) {
            return Optional.of("it begins at offset " + bounds.begin() + " but only the records up to offset "
                    + mark.offset() + " were decided");
        }
        if (bounds.begin() > mark.offset()) {
            LOG.warn(
                    "Partition {} of {} begins behind offset {}, the last that was decided, so it cannot be "
                            + "compared with it."
                            + " Everything that was cut off had been decided.",
                    partition,
                    Topics.LOG.topic(),
                    mark.offset());
            return Optional.empty();
        }
        Optional<LogRecord> standing;
        try {
            standing = read(partition, mark.offset());
        } catch (DamagedRecordException e) {
            return Optional.of(e.damaged().toString());
        }
        return standing.filter(found -> found.position().offset() == mark.offset()
                        && LogMark.of(topicId, found).equals(mark))
                .map(same -> Optional.<String>empty())
                .orElseGet(() -> Optional.of("another record is at offset " + mark.offset()
                        + " than the one that was decided there (its SHA-256 was " + mark.sha256() + ")"));
    }

    @Override
    public OptionalLong firstRecord(int partition, long from, long to) throws InterruptedException {
        long begin = Math.max(from, offsets.get().bounds(partition).begin());
        if (begin >= to) {
            return OptionalLong.empty();
        }
        try {
            return read(partition, begin)
                    .map(found -> found.position().offset())
                    .filter(offset -> offset < to)
                    .map(OptionalLong::of)
                    .orElse(OptionalLong.empty());
        } catch (DamagedRecordException e) {
            // What it said cannot be read, but it was there.
            return OptionalLong.of(Math.max(begin, e.damaged().offset()));
        }
    }

    @Override
    public Map<Integer, Long> readableEnds(Collection<Integer> partitions, Duration timeout)
            throws InterruptedException {
        return offsets.get().readableEnds(partitions, timeout);
    }

    @Override
    public boolean isClear(int partition) throws InterruptedException {
        return forgotten.get().isClear(partition);
    }

    @Override
    public long begin(int partition) throws InterruptedException {
        return offsets.get().bounds(partition).begin();
    }

    @Override
    public long committed(int partition) throws InterruptedException {
        return offsets.get().committed(TIMEOUT).getOrDefault(partition, 0L);
    }

    @Override
    public void replay(String topic, int partition, long from, long to, Consumer<LogRecord> each) {
        long nextWordNs = System.nanoTime() + WORD_EVERY.toNanos();
        try (LogReader reader = LogReader.openAtOrBehind(kafka, topic, partition, from)) {
            Optional<LogRecord> next = reader.next();
            while (next.isPresent() && next.get().position().offset() < to) {
                each.accept(next.get());
                if (System.nanoTime() > nextWordNs) {
                    LOG.info(
                            "Reading partition {} of {} again: at {}",
                            partition,
                            topic,
                            next.get().position());
                    nextWordNs += WORD_EVERY.toNanos();
                }
                next = reader.next();
            }
        } catch (KafkaUnreachableException | KafkaException | IllegalArgumentException e) {
            throw new LogUnavailableException(topic + " could not be read again.", e);
        }
    }

    /** Reads backwards, in parts that grow: at the end there may be many offsets that hold no record. */
    @Override
    public Optional<LogRecord> last(String topic, int partition) {
        try (LogReader reader = LogReader.openAtOrBehind(kafka, topic, partition, 0)) {
            LogProgress.Partition whole = reader.progress().partitions().get(0);
            Optional<LogRecord> last = Optional.empty();
            long to = whole.end();
            for (long part = LAST_PART; last.isEmpty() && to > whole.begin(); part *= 16) {
                long from = Math.max(whole.begin(), to - part);
                reader.seek(partition, from, to);
                for (Optional<LogRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                    last = next;
                }
                to = from;
            }
            return last;
        } catch (KafkaUnreachableException | KafkaException | IllegalArgumentException e) {
            throw new LogUnavailableException("The end of " + topic + " could not be read.", e);
        }
    }

    /** The first record from an offset on. */
    private Optional<LogRecord> read(int partition, long offset) {
        try (LogReader reader = LogReader.open(kafka, Topics.LOG.topic(), ImmutableSortedMap.of(partition, offset))) {
            return reader.next();
        } catch (KafkaUnreachableException | KafkaException | IllegalArgumentException e) {
            // The partition may have changed since its bounds were asked for.
            throw new LogUnavailableException("Kafka could not be asked what is in the log.", e);
        }
    }
}
