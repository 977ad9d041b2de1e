package dev.berth.events.log;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.Region;
import java.util.Optional;

/**
 * Reads the records of a region's partition that are asked for by their offsets, which is quick if most are asked for
 * one after the other. For one thread.
 */
final class RecordsByOffset implements AutoCloseable {
    /** Reading on over so many records is quicker than going to another offset. */
    private static final int PASSED_OVER_MAX = 2_000;

    private final LogReader log;
    private final Region region;
    private final int partition;
    private long next;

    private RecordsByOffset(LogReader log, Region region, LogProgress.Partition home) {
        this.log = log;
        this.region = region;
        this.partition = home.partition();
        this.next = home.end();
    }

    /**
     * Opens the partition in which the region is at home.
     *
     * @throws KafkaUnreachableException if Kafka does not answer
     */
    static RecordsByOffset open(KafkaConnection kafka, Region region, LogProgress.Partition home) {
        return new RecordsByOffset(
                LogReader.open(kafka, Topics.LOG.topic(), ImmutableSortedMap.of(home.partition(), home.end())),
                region,
                home);
    }

    /** Where the partition begins and ended when that was looked at last. */
    LogProgress.Partition extent() {
        return log.progress().partitions().get(0);
    }

    /** The first offset whose record was not appended before a time; the end if there is none. */
    long firstAt(long timestampMs) {
        return log.firstAt(partition, timestampMs);
    }

    /**
     * The record at an offset at which there is one, or was.
     *
     * @throws LogCutException if it was deleted
     * @throws KafkaUnreachableException if Kafka does not answer, or its log has lost the record
     */
    LogRecord at(long offset) {
        if (offset >= extent().end()) {
            log.refresh();
        }
        if (offset < next || offset - next > PASSED_OVER_MAX) {
            goTo(offset);
        }
        Optional<LogRecord> found = log.next();
        while (found.isPresent() && found.get().position().offset() < offset) {
            found = log.next();
        }
        LogRecord there = found.filter(record -> record.position().offset() == offset)
                .orElseThrow(() -> new KafkaUnreachableException(
                        "the log has nothing at " + partition + "@" + offset
                                + ", where a command was decided; berth audit verify says what happened to it",
                        null));
        next = offset + 1;
        return there;
    }

    private void goTo(long offset) {
        log.refresh();
        LogProgress.Partition extent = extent();
        if (offset < extent.begin()) {
            throw new LogCutException(region, partition, extent.begin());
        }
        log.seek(partition, Math.min(offset, extent.end()), Long.MAX_VALUE);
    }

    @Override
    public void close() {
        log.close();
    }
}
