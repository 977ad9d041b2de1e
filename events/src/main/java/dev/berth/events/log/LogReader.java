package dev.berth.events.log;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads partitions of a topic from given offsets to where they ended when it was opened, in order within each
 * partition. It reads what is committed, belongs to no group and leaves no trace in Kafka. For one thread.
 */
public final class LogReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** A reader has nothing to commit and no group to leave, so there is nothing to wait for. */
    private static final CloseOptions CLOSE = CloseOptions.timeout(Duration.ofSeconds(1));

    /** What is read is there already. A fetch that waits at the end for more would hold up a seek for as long. */
    private static final int FETCH_WAIT_MS = 10;

    private static final Map<String, Object> USUAL = Map.of(
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            30_000,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            5_000,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            FETCH_WAIT_MS);

    /** Some hundred records: of what is fetched behind those that are wanted, nothing is read. */
    private static final Map<String, Object> SHORT_READS = Map.of(
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 128 * 1024);

    private static final Map<String, Object> INDISPENSABLE = Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "none",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String source;
    private final SortedMap<Integer, Long> begins = new TreeMap<>();
    private final SortedMap<Integer, Long> nexts = new TreeMap<>();
    /** Where reading ends. */
    private final SortedMap<Integer, Long> ends = new TreeMap<>();
    /** Where the partitions were found to end last. */
    private final SortedMap<Integer, Long> foundEnds = new TreeMap<>();

    private final String topic;
    private int partitionCount;
    private Iterator<ConsumerRecord<byte[], byte[]>> fetched = Collections.emptyIterator();

    private LogReader(KafkaConsumer<byte[], byte[]> consumer, String topic, String source) {
        this.consumer = consumer;
        this.topic = topic;
        this.source = source;
    }

    /** Opens all partitions of a topic from their beginnings. */
    public static LogReader open(KafkaConnection kafka, String topic) {
        return open(kafka, topic, ImmutableSortedMap.of());
    }

    /**
     * Opens partitions of a topic.
     *
     * @param from the first offset to read of each partition to be read; none means all partitions from their
     *     beginnings
     * @throws IllegalArgumentException if an offset is not in the partition any more, or not yet
     * @throws KafkaUnreachableException if Kafka does not answer, or has no such topic
     */
    public static LogReader open(KafkaConnection kafka, String topic, ImmutableSortedMap<Integer, Long> from) {
        return open(kafka, topic, USUAL, reader -> reader.start(from));
    }

    /** As {@link #open}, for whoever goes to many places and reads little at each. */
    static LogReader openForShortReads(KafkaConnection kafka, String topic, ImmutableSortedMap<Integer, Long> from) {
        return open(kafka, topic, with(USUAL, SHORT_READS), reader -> reader.start(from));
    }

    private static Map<String, Object> with(Map<String, Object> usual, Map<String, Object> instead) {
        Map<String, Object> settings = new HashMap<>(usual);
        settings.putAll(instead);
        return settings;
    }

    /**
     * Opens the one partition of a topic in which a region is at home, where it begins.
     *
     * @throws KafkaUnreachableException if Kafka does not answer, or has no such topic
     */
    static LogReader openHome(KafkaConnection kafka, String topic, Region region) {
        return open(kafka, topic, USUAL, reader -> {
            int count = reader.allPartitions().size();
            reader.assign(count, reader.partitions(ImmutableSortedSet.of(Partitions.of(region, count))));
            reader.goTo(ImmutableSortedMap.of());
        });
    }

    private static LogReader open(
            KafkaConnection kafka, String topic, Map<String, Object> usual, Consumer<LogReader> start) {
        LogReader reader = new LogReader(
                new KafkaConsumer<>(
                        kafka.with(usual, INDISPENSABLE), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                topic,
                topic + " at " + kafka.bootstrapServers());
        try {
            start.accept(reader);
            return reader;
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /**
     * Opens one partition of a topic at an offset, or where it begins if that is later.
     *
     * @throws IllegalArgumentException if the partition ends before the offset
     * @throws KafkaUnreachableException if Kafka does not answer, or has no such topic
     */
    public static LogReader openAtOrBehind(KafkaConnection kafka, String topic, int partition, long offset) {
        return open(kafka, topic, USUAL, reader -> {
            reader.assign(reader.allPartitions().size(), reader.partitions(ImmutableSortedSet.of(partition)));
            reader.goTo(ImmutableSortedMap.of(partition, Math.max(reader.begins.get(partition), offset)));
        });
    }

    /**
     * The next record, waiting for it if need be; empty at the end.
     *
     * @throws KafkaUnreachableException if Kafka does not answer, refuses us, has deleted what comes next, or has
     *     nothing to say for half a minute although the end is not reached
     * @throws DamagedRecordException if the record that comes next is damaged
     */
    public Optional<LogRecord> next() {
        long startedNs = System.nanoTime();
        while (true) {
            Optional<LogRecord> next = nextFetched();
            if (next.isPresent()) {
                return next;
            }
            noteWhereItIs();
            if (progress().isAtEnd()) {
                return Optional.empty();
            }
            if (System.nanoTime() - startedNs > TIMEOUT.toNanos()) {
                throw new KafkaUnreachableException(
                        source + " ends at " + ends + " but gave nothing after " + nexts + " for " + TIMEOUT.toSeconds()
                                + " s",
                        null);
            }
            fetch();
        }
    }

    /** How far it is. */
    public LogProgress progress() {
        ImmutableList.Builder<LogProgress.Partition> partitions = ImmutableList.builder();
        ends.forEach((partition, end) -> partitions.add(
                new LogProgress.Partition(partition, begins.get(partition), Math.min(nexts.get(partition), end), end)));
        return new LogProgress(partitions.build());
    }

    /**
     * The first offset of a partition whose record's time is not before a time; the end if there is none. Where the
     * times of the log go back, records behind it may be older.
     *
     * @param timestampMs milliseconds since the epoch; no record is from before it
     * @throws KafkaUnreachableException if Kafka does not answer
     */
    public long firstAt(int partition, long timestampMs) {
        TopicPartition asked = new TopicPartition(topic, partition);
        OffsetAndTimestamp found = asked(() -> consumer.offsetsForTimes(Map.of(asked, Math.max(0, timestampMs))))
                .get(asked);
        return found == null ? foundEnds.get(partition) : found.offset();
    }

    /**
     * Goes to an offset of a partition that is read, forth or back, and reads from there to before another, or to where
     * the partition was found to end last if that comes first.
     *
     * @param to behind the last offset to be read
     * @throws IllegalArgumentException if the first offset is not in the partition any more, or was not yet
     */
    public void seek(int partition, long from, long to) {
        ends.put(partition, foundEnds.get(partition));
        requireThere(partition, from);
        TopicPartition at = new TopicPartition(topic, partition);
        fetched = Collections.emptyIterator();
        consumer.seek(at, from);
        consumer.resume(Collections.singleton(at));
        nexts.put(partition, from);
        ends.put(partition, Math.max(from, Math.min(to, ends.get(partition))));
    }

    /**
     * Finds out where the partitions begin and end now; reading goes on to there.
     *
     * @throws KafkaUnreachableException if Kafka does not answer
     */
    public void refresh() {
        findBegins();
        extendToNow();
    }

    /**
     * Moves the end to where the partitions end now, so that reading goes on.
     *
     * @throws KafkaUnreachableException if Kafka does not answer
     */
    public void extendToNow() {
        findEnds();
        consumer.resume(consumer.assignment());
    }

    @Override
    public void close() {
        consumer.close(CLOSE);
    }

    private void start(ImmutableSortedMap<Integer, Long> from) {
        Collection<TopicPartition> all = allPartitions();
        assign(all.size(), from.isEmpty() ? all : partitions(from.keySet()));
        goTo(from);
    }

    /** Takes partitions of a topic that has so many, and finds out where they begin and end. */
    private void assign(int count, Collection<TopicPartition> partitions) {
        partitionCount = count;
        consumer.assign(partitions);
        findBegins();
        findEnds();
    }

    /** Goes to these offsets; where none is named, to the beginning. */
    private void goTo(ImmutableSortedMap<Integer, Long> from) {
        for (TopicPartition partition : consumer.assignment()) {
            int number = partition.partition();
            long next = from.getOrDefault(number, begins.get(number));
            requireThere(number, next);
            nexts.put(number, next);
            consumer.seek(partition, next);
        }
    }

    private void findBegins() {
        asked(() -> consumer.beginningOffsets(consumer.assignment()))
                .forEach((partition, begin) -> begins.put(partition.partition(), begin));
    }

    private void findEnds() {
        asked(() -> consumer.endOffsets(consumer.assignment()))
                .forEach((partition, end) -> foundEnds.put(partition.partition(), end));
        ends.putAll(foundEnds);
    }

    private void requireThere(int partition, long next) {
        if (next < begins.get(partition) || next > ends.get(partition)) {
            throw new IllegalArgumentException("expected an offset from " + begins.get(partition) + " to "
                    + ends.get(partition) + " in partition " + partition + " of " + source + " but got " + next);
        }
    }

    private Collection<TopicPartition> allPartitions() {
        ImmutableList.Builder<TopicPartition> all = ImmutableList.builder();
        List<PartitionInfo> known = asked(() -> consumer.partitionsFor(topic));
        if (known.isEmpty()) {
            throw unreachable(new UnknownTopicOrPartitionException("there is no such topic"));
        }
        for (PartitionInfo info : known) {
            all.add(new TopicPartition(topic, info.partition()));
        }
        return all.build();
    }

    /** How many partitions another topic has; 0 if it is not there, or this reader may not look at it. */
    public int partitionsOf(String other) {
        return asked(() -> {
            try {
                return consumer.partitionsFor(other).size();
            } catch (TopicAuthorizationException forbidden) {
                return 0;
            }
        });
    }

    private Collection<TopicPartition> partitions(Collection<Integer> numbers) {
        ImmutableList.Builder<TopicPartition> partitions = ImmutableList.builder();
        numbers.forEach(number -> partitions.add(new TopicPartition(topic, number)));
        return partitions.build();
    }

    /**
     * The next of what was fetched that is neither behind the end nor, fetched again after the end moved, read already.
     */
    private Optional<LogRecord> nextFetched() {
        while (fetched.hasNext()) {
            ConsumerRecord<byte[], byte[]> message = fetched.next();
            int partition = message.partition();
            if (message.offset() >= nexts.get(partition) && message.offset() < ends.get(partition)) {
                nexts.put(partition, message.offset() + 1);
                Position position = new Position(partition, message.offset(), message.timestamp());
                return Optional.of(new LogRecord(position, message.key(), message.value(), partitionCount));
            }
        }
        return Optional.empty();
    }

    private void fetch() {
        fetched = poll().iterator();
        // What lies behind the end is fetched again if the end moves.
        ends.forEach((partition, end) -> {
            TopicPartition topicPartition = new TopicPartition(topic, partition);
            if (asked(() -> consumer.position(topicPartition)) >= end) {
                consumer.seek(topicPartition, end);
                consumer.pause(Collections.singleton(topicPartition));
            }
        });
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (KafkaException e) {
            throw DamagedRecord.in(e)
                    .<RuntimeException>map(damaged -> new DamagedRecordException(damaged, e))
                    .orElseGet(() -> unreachable(e));
        }
    }

    /** What Kafka answers; whatever its client fails with is one thing for whoever reads. */
    private <T> T asked(Supplier<T> call) {
        try {
            return call.get();
        } catch (KafkaException e) {
            throw unreachable(e);
        }
    }

    private KafkaUnreachableException unreachable(KafkaException e) {
        return new KafkaUnreachableException("cannot read " + source + ": " + KafkaUnreachableException.words(e), e);
    }

    /** Takes the next offsets from the consumer, which also passes offsets that hold no record. */
    private void noteWhereItIs() {
        for (Integer partition : ends.keySet()) {
            TopicPartition at = new TopicPartition(topic, partition);
            nexts.merge(partition, asked(() -> consumer.position(at)), Math::max);
        }
    }
}
