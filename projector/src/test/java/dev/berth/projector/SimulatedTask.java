package dev.berth.projector;

import dev.berth.events.log.Topics;
import dev.berth.projector.SimulatedKafka.Partition;
import dev.berth.projector.SimulatedKafka.Row;
import dev.berth.projector.SimulatedKafka.Transaction;
import dev.berth.projector.store.RegionStore;
import dev.berth.projector.store.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;

/**
 * One task of a simulated stream thread: the service's own processor and store of a partition. It follows the changelog
 * until it owns the partition, and takes the log then. For one thread.
 */
final class SimulatedTask {
    private static final String CHANGELOG = "changelog";
    private static final int ROWS_MAX = 400;
    private static final int RECORDS_MAX = 40;

    private final SimulatedStreamThread thread;
    private final SimulatedProcess process;
    private final SimulatedWorld world;
    private final int partition;
    private final SimulatedDisk disk;
    private final Partition topics;

    private RegionStore store;
    private SimulatedContext context;
    private LedgerProcessor processor;
    private boolean isMine;
    private boolean isStarted;
    private boolean isCompared;
    private int restoredTo;
    private int next;
    private long offsetCommitted;

    SimulatedTask(SimulatedStreamThread thread, SimulatedProcess process, int partition, SimulatedDisk disk) {
        this.thread = thread;
        this.process = process;
        this.world = process.world;
        this.partition = partition;
        this.disk = disk;
        this.topics = world.kafka.partition(partition);
    }

    int partition() {
        return partition;
    }

    SimulatedDisk disk() {
        return disk;
    }

    RegionStore store() {
        return store;
    }

    boolean isStarted() {
        return isStarted;
    }

    private TopicPartition changelog() {
        return new TopicPartition(CHANGELOG, partition);
    }

    void open() {
        store = disk.store(world.commands, process.clock::monotonicNs, this::logged, process.decisionsMade::tell);
        context = new SimulatedContext(partition, store, process.clock::monotonicNs, this::forwarded);
        processor = new LedgerProcessor(
                world.commands,
                world.decisions,
                world.hostRows,
                process.decisionsMade,
                process.leases,
                process.rebuilds,
                process.rowsToRepeat,
                process.foreign,
                process.check,
                process.beginnings);
        store.init(context, store);
        Long from = store.committedOffset(changelog());
        restoredTo = from == null ? 0 : from.intValue();
        isStarted = false;
    }

    private void logged(Bytes key, byte[] value) {
        process.holdUp();
        world.kafka.row(thread.transaction(), partition, new Row(key.get(), value));
    }

    private void forwarded(String child, Record<byte[], byte[]> record) {
        process.requireAlive();
        if (child.equals(LedgerTopology.DECISIONS)) {
            world.kafka.decision(thread.transaction(), partition, record.key(), record.value());
        }
    }

    /** Whether it is this thread's from now on; one that is no longer is a standby then. */
    boolean assign(boolean isOwned) {
        isMine = isOwned;
        if (isStarted && !isOwned) {
            processor.close();
            store.clearCache();
            isStarted = false;
            restoredTo = topics.changelog.size();
        }
        return isOwned;
    }

    /** Goes on for a moment; whether there is more to do. */
    boolean step() {
        if (!isStarted) {
            boolean hasMore = restore();
            if (!isMine || hasMore || !topics.open.isEmpty()) {
                return hasMore;
            }
            start();
        }
        for (int i = 0; i < RECORDS_MAX && next < topics.log.size(); i++) {
            SimulatedKafka.Entry entry = topics.log.get(next);
            context.take(Topics.LOG.topic(), next);
            processor.process(
                    new Record<>(entry.key(), entry.value(), entry.position().timestampMs()));
            next++;
            process.holdUp();
            compare();
        }
        context.punctuate();
        process.requireAlive();
        return next < topics.log.size();
    }

    /** What it begins with is the state that the log comes to there. */
    private void compare() {
        if (!isCompared
                && process.leases
                        .of(partition)
                        .filter(lease -> lease.topicId().isPresent())
                        .isPresent()) {
            isCompared = true;
            store.folds().values().forEach(fold -> world.truth.keeps(fold.view()));
        }
    }

    private boolean restore() {
        int end = topics.changelog.size();
        if (restoredTo >= end) {
            return false;
        }
        int to = Math.min(end, restoredTo + 1 + process.random.nextInt(ROWS_MAX));
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
        for (int i = restoredTo; i < to; i++) {
            Row row = topics.changelog.get(i);
            batch.add(new ConsumerRecord<>(CHANGELOG, partition, i, row.key(), row.value()));
        }
        disk.restore(batch);
        restoredTo = to;
        process.holdUp();
        return restoredTo < end;
    }

    private void start() {
        store.clearCache();
        String before = Thread.currentThread().getName();
        Thread.currentThread().setName(thread.name());
        try {
            processor.init(context.ofBytes());
        } finally {
            Thread.currentThread().setName(before);
        }
        next = (int) topics.committed;
        offsetCommitted = next;
        isStarted = true;
        isCompared = false;
        compare();
    }

    boolean hasTaken() {
        return isStarted && next > offsetCommitted;
    }

    void flush() {
        if (isStarted) {
            store.flushCache();
        }
    }

    void offset(Transaction transaction) {
        if (isStarted) {
            world.kafka.offset(transaction, partition, world.parts.areUndecidedKept() ? decided() : next);
        }
    }

    /** What the service's producer makes of the offset up to which Kafka Streams has taken the log. */
    private long decided() {
        TopicPartition log = new TopicPartition(Topics.LOG.topic(), partition);
        return LogProducer.decided(Map.of(log, new OffsetAndMetadata(next)), process.leases)
                .get(log)
                .offset();
    }

    /** The transaction is committed. */
    void commit() {
        if (isStarted) {
            offsetCommitted = next;
            restoredTo = topics.changelog.size();
        }
        store.commit(Map.of(changelog(), (long) restoredTo));
        if (process.random.nextInt(6) == 0) {
            disk.flush();
        }
    }

    void closeDirty() {
        if (isStarted) {
            processor.close();
            isStarted = false;
        }
        store.close();
        disk.closeDirty();
    }

    void closeClean() {
        if (isStarted) {
            processor.close();
            isStarted = false;
        }
        store.close();
        disk.closeDirty();
        disk.flush();
    }
}
