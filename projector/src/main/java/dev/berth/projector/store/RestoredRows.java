package dev.berth.projector.store;

import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.CommitCallback;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.processor.internals.metrics.StreamsMetricsImpl;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Streams' own RocksDB store, with somebody who is told of each batch that is restored into it. That store registers
 * its restore callback itself and nobody else may register another, so this stands between it and its context. Commits
 * and offsets are left to it, or its transactions would do nothing.
 *
 * <p>What other threads ask of it must not read native memory that its owner's thread frees, or the process ends: it is
 * {@linkplain SharedReads read} while it is open, what is not committed is counted here, and RocksDB's own metrics are
 * left out.
 */
final class RestoredRows implements KeyValueStore<Bytes, byte[]> {
    private final KeyValueStore<Bytes, byte[]> store;
    private final Restoration restoration;
    private final SharedReads reads = new SharedReads();
    private final AtomicLong uncommittedBytes = new AtomicLong();

    RestoredRows(KeyValueStore<Bytes, byte[]> store, Restoration restoration) {
        this.store = store;
        this.restoration = restoration;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        StreamsMetricsImpl metrics = (StreamsMetricsImpl) context.metrics();
        Set<MetricName> before = Set.copyOf(metrics.metrics().keySet());
        store.init(new WatchedContext(context), root);
        // Each asks RocksDB when it is read, by a thread that does not know whether the store is just being closed.
        List.copyOf(metrics.metrics().keySet()).stream()
                .filter(name -> !before.contains(name))
                .filter(name -> name.tags().containsValue(context.taskId().toString()))
                .forEach(metrics::removeStoreLevelMetric);
    }

    /** What the store needs of its context, with its registration taken. */
    private final class WatchedContext implements StateStoreContext {
        private final StateStoreContext context;

        WatchedContext(StateStoreContext context) {
            this.context = context;
        }

        @Override
        public void register(StateStore root, StateRestoreCallback restore) {
            register(root, restore, () -> {});
        }

        @Override
        public void register(StateStore root, StateRestoreCallback restore, CommitCallback commit) {
            restoration.register(context, root, restore, commit);
        }

        @Override
        public String applicationId() {
            return context.applicationId();
        }

        @Override
        public TaskId taskId() {
            return context.taskId();
        }

        @Override
        public Optional<RecordMetadata> recordMetadata() {
            return context.recordMetadata();
        }

        @Override
        public Serde<?> keySerde() {
            return context.keySerde();
        }

        @Override
        public Serde<?> valueSerde() {
            return context.valueSerde();
        }

        @Override
        public File stateDir() {
            return context.stateDir();
        }

        @Override
        public StreamsMetrics metrics() {
            return context.metrics();
        }

        @Override
        public Map<String, Object> appConfigs() {
            return context.appConfigs();
        }

        @Override
        public Map<String, Object> appConfigsWithPrefix(String prefix) {
            return context.appConfigsWithPrefix(prefix);
        }
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        store.commit(changelogOffsets);
        uncommittedBytes.set(0);
    }

    @Override
    public Long committedOffset(TopicPartition partition) {
        return store.committedOffset(partition);
    }

    /** Deprecated in Streams, which still calls it. */
    @Override
    @SuppressWarnings("deprecation")
    public boolean managesOffsets() {
        return store.managesOffsets();
    }

    /** Counted here, as Streams' store asks a batch that each commit frees; its owner and readers of metrics ask. */
    @Override
    public long approximateNumUncommittedBytes() {
        return uncommittedBytes.get();
    }

    @Override
    public void close() {
        reads.close(store::close);
    }

    @Override
    public boolean persistent() {
        return store.persistent();
    }

    @Override
    public boolean isOpen() {
        return store.isOpen();
    }

    @Override
    public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
        return store.query(query, bound, config);
    }

    /**
     * None: no question of ours names one. Kafka Streams asks at each row that is written, and the store would make two
     * maps for the answer.
     */
    @Override
    public Position getPosition() {
        return Position.emptyPosition();
    }

    @Override
    public void put(Bytes key, byte[] value) {
        store.put(key, value);
        count(key, value);
    }

    /** A row waits in a batch that is written, and in a tree to be read until then. */
    private void count(Bytes key, byte[] value) {
        uncommittedBytes.addAndGet(2L * (key.get().length + (value == null ? 0 : value.length)));
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte[] value) {
        count(key, value);
        return store.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        store.putAll(entries);
        entries.forEach(entry -> count(entry.key, entry.value));
    }

    @Override
    public byte[] delete(Bytes key) {
        count(key, null);
        return store.delete(key);
    }

    @Override
    public byte[] get(Bytes key) {
        return store.get(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return store.range(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(Bytes from, Bytes to) {
        return store.reverseRange(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return store.all();
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseAll() {
        return store.reverseAll();
    }

    @Override
    public <S extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(P prefix, S serializer) {
        return store.prefixScan(prefix, serializer);
    }

    @Override
    public ReadOnlyKeyValueStore<Bytes, byte[]> readOnly(IsolationLevel isolation) {
        return reads.of(store.readOnly(isolation));
    }

    @Override
    public long approximateNumEntries() {
        return store.approximateNumEntries();
    }
}
