package dev.berth.events.log;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import java.util.Optional;

/**
 * Reads the records of one region, decoded, from the beginning of its log to where that ended when it was opened, or
 * from any other place. Other regions' records in the same partition are passed over. For one thread at a time.
 */
public final class RegionReader implements RegionLog {
    private final LogReader log;
    private final LogId id;
    private final CommandCodec codec;
    private final Region region;
    private final Runnable each;

    private RegionReader(LogReader log, LogId id, CommandCodec codec, Region region, Runnable each) {
        this.log = log;
        this.id = id;
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
     * @throws TopicsContradictException if the log was given more partitions since it was decided
     */
    public static RegionReader open(
            KafkaConnection kafka, CommandCodec codec, Region region, long from, Runnable each) {
        LogProgress.Partition home = home(kafka, region);
        if (home.begin() > from) {
            throw new LogCutException(region, home.partition(), home.begin());
        }
        LogReader log = LogReader.open(kafka, Topics.LOG.topic(), ImmutableSortedMap.of(home.partition(), from));
        return new RegionReader(log, LogId.NONE, codec, region, each);
    }

    /**
     * Opens the partition in which the region is at home, wherever it begins, to go to many places in it and read
     * little at each.
     *
     * @param id which log it is
     * @param each as above
     * @throws KafkaUnreachableException if Kafka does not answer, or has no log
     * @throws TopicsContradictException if the log was given more partitions since it was decided
     */
    public static RegionReader openAnywhere(
            KafkaConnection kafka, LogId id, CommandCodec codec, Region region, Runnable each) {
        LogProgress.Partition home = home(kafka, region);
        ImmutableSortedMap<Integer, Long> from = ImmutableSortedMap.of(home.partition(), home.begin());
        LogReader log = LogReader.openForShortReads(kafka, Topics.LOG.topic(), from);
        return new RegionReader(log, id, codec, region, each);
    }

    /**
     * Where the partition in which the region is at home begins and ends now.
     *
     * @throws TopicsContradictException if the log was given more partitions since it was decided
     */
    static LogProgress.Partition home(KafkaConnection kafka, Region region) {
        try (LogReader all = LogReader.open(kafka, Topics.LOG.topic())) {
            ImmutableList<LogProgress.Partition> partitions = all.progress().partitions();
            DecidedPartitions.require(
                    kafka.bootstrapServers(), all.partitionsOf(DecidedPartitions.CHANGELOG), partitions.size());
            return partitions.get(Partitions.of(region, partitions.size()));
        }
    }

    /** Which log it is; {@link LogId#NONE} if it was opened at its beginning. */
    @Override
    public LogId id() {
        return id;
    }

    @Override
    public LogProgress.Partition refresh() {
        log.refresh();
        return progress();
    }

    @Override
    public void seek(long from, long to) {
        log.seek(progress().partition(), from, to);
    }

    @Override
    public Optional<Position> nextPosition() {
        Optional<LogRecord> next = log.next();
        next.ifPresent(found -> each.run());
        return next.map(LogRecord::position);
    }

    @Override
    public long firstAfter(long timestampMs) {
        return log.firstAt(progress().partition(), timestampMs + 1);
    }

    /**
     * The region's next record, waiting for it if need be; empty at the end.
     *
     * @throws KafkaUnreachableException if Kafka has nothing to say for half a minute although the end is not reached
     * @throws DamagedRecordException if the record that comes next is damaged
     */
    @Override
    public Optional<LogEntry> next() {
        return nextBefore(Long.MAX_VALUE);
    }

    /**
     * As {@link #next}, but of the records before an offset alone: what comes behind them is not read, so it may even
     * be damaged.
     *
     * @return empty if none of the region is left before it
     */
    public Optional<LogEntry> nextBefore(long offset) {
        while (progress().next() < offset) {
            Optional<LogRecord> next = log.next();
            if (next.isEmpty()) {
                return Optional.empty();
            }
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
