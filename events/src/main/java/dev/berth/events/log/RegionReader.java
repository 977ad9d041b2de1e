package dev.berth.events.log;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.Region;
import java.util.Optional;

/**
 * Reads the records of one region, decoded, from the beginning of its log to where that ended when it was opened. Other
 * regions' records in the same partition are passed over. For one thread.
 */
public final class RegionReader implements RegionRecords {
    private final LogReader log;
    private final CommandCodec codec;
    private final Region region;
    private final Runnable each;

    private RegionReader(LogReader log, CommandCodec codec, Region region, Runnable each) {
        this.log = log;
        this.codec = codec;
        this.region = region;
        this.each = each;
    }

    /**
     * Opens the partition in which the region is at home.
     *
     * @param each run before each record of the partition, also of those that are passed over; what it throws ends the
     *     reading
     * @throws KafkaUnreachableException if Kafka does not answer, or has no log
     * @throws LogCutException if the beginning of the partition was deleted, so that nothing can be folded from it
     */
    public static RegionReader open(KafkaConnection kafka, CommandCodec codec, Region region, Runnable each) {
        return open(kafka, codec, region, 0, each);
    }

    /**
     * Opens the partition in which the region is at home.
     *
     * @param from the offset at which to begin
     * @param each as above
     * @throws KafkaUnreachableException as above
     * @throws LogCutException if records from that offset on were deleted
     * @throws IllegalArgumentException if the partition ends before the offset
     */
    public static RegionReader open(
            KafkaConnection kafka, CommandCodec codec, Region region, long from, Runnable each) {
        String topic = Topics.LOG.topic();
        LogProgress.Partition home;
        try (LogReader all = LogReader.open(kafka, topic)) {
            ImmutableList<LogProgress.Partition> partitions = all.progress().partitions();
            home = partitions.get(Partitions.of(region, partitions.size()));
        }
        if (home.begin() > from) {
            throw new LogCutException(region, home.partition(), home.begin());
        }
        LogReader log = LogReader.open(kafka, topic, ImmutableSortedMap.of(home.partition(), from));
        return new RegionReader(log, codec, region, each);
    }

    /**
     * The region's next record, waiting for it if need be; empty at the end.
     *
     * @throws KafkaUnreachableException if Kafka has nothing to say for half a minute although the end is not reached
     * @throws DamagedRecordException if the record that comes next is damaged
     */
    @Override
    public Optional<LogEntry> next() {
        for (Optional<LogRecord> next = log.next(); next.isPresent(); next = log.next()) {
            each.run();
            LogRecord found = next.get();
            if (found.region().equals(Optional.of(region))) {
                return Optional.of(codec.decode(found.position(), found.value()));
            }
        }
        return Optional.empty();
    }

    @Override
    public LogProgress.Partition progress() {
        return log.progress().partitions().get(0);
    }

    @Override
    public void close() {
        log.close();
    }
}
