package dev.berth.projector.store;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The rows of one store in memory, as a transactional RocksDB has them: what is written shows to the writer at once, to
 * others when it is committed, and outlives the process once it was flushed. For one thread.
 */
final class SimulatedRows implements KeyValueStore<Bytes, byte[]> {
    private final TreeMap<Bytes, byte[]> rows = new TreeMap<>();

    /** What stood there before it was written; null for nothing. */
    private final Map<Bytes, byte[]> beforeCommit = new HashMap<>();

    private final Map<Bytes, byte[]> beforeFlush = new HashMap<>();

    void commit() {
        beforeCommit.forEach((key, value) -> {
            if (!beforeFlush.containsKey(key)) {
                beforeFlush.put(key, value);
            }
        });
        beforeCommit.clear();
    }

    void flushed() {
        beforeFlush.clear();
    }

    /** What was not committed is gone. */
    void revert() {
        beforeCommit.forEach(this::set);
        beforeCommit.clear();
    }

    /** What was not flushed is gone as well. */
    void crash() {
        revert();
        beforeFlush.forEach(this::set);
        beforeFlush.clear();
    }

    /** The rows as they are, for whoever damages them. */
    TreeMap<Bytes, byte[]> damageable() {
        return rows;
    }

    private void set(Bytes key, byte[] value) {
        if (value == null) {
            rows.remove(key);
        } else {
            rows.put(key, value);
        }
    }

    /** A row is restored: others see it at once, and it may be flushed before its offset is committed. */
    void restore(Bytes key, byte[] value) {
        byte[] before = value == null ? rows.remove(key) : rows.put(key, value);
        if (!beforeFlush.containsKey(key)) {
            beforeFlush.put(key, before);
        }
    }

    @Override
    public void put(Bytes key, byte[] value) {
        byte[] before = value == null ? rows.remove(key) : rows.put(key, value);
        if (!beforeCommit.containsKey(key)) {
            beforeCommit.put(key, before);
        }
    }

    @Override
    public byte[] get(Bytes key) {
        return rows.get(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return iterator(rows.subMap(from, true, to, true));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return iterator(rows);
    }

    @Override
    public ReadOnlyKeyValueStore<Bytes, byte[]> readOnly(IsolationLevel isolation) {
        return isolation == IsolationLevel.READ_UNCOMMITTED || beforeCommit.isEmpty() ? this : new Committed();
    }

    /** The rows without what is not committed. */
    private final class Committed implements ReadOnlyKeyValueStore<Bytes, byte[]> {
        private TreeMap<Bytes, byte[]> rows() {
            TreeMap<Bytes, byte[]> committed = new TreeMap<>(rows);
            beforeCommit.forEach((key, value) -> {
                if (value == null) {
                    committed.remove(key);
                } else {
                    committed.put(key, value);
                }
            });
            return committed;
        }

        @Override
        public byte[] get(Bytes key) {
            return beforeCommit.containsKey(key) ? beforeCommit.get(key) : rows.get(key);
        }

        @Override
        public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
            return iterator(rows().subMap(from, true, to, true));
        }

        @Override
        public KeyValueIterator<Bytes, byte[]> all() {
            return iterator(rows());
        }

        @Override
        public long approximateNumEntries() {
            return rows.size();
        }
    }

    private static KeyValueIterator<Bytes, byte[]> iterator(NavigableMap<Bytes, byte[]> of) {
        Iterator<Map.Entry<Bytes, byte[]>> entries = of.entrySet().iterator();
        return new KeyValueIterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public KeyValue<Bytes, byte[]> next() {
                Map.Entry<Bytes, byte[]> next = entries.next();
                return KeyValue.pair(next.getKey(), next.getValue());
            }

            @Override
            public Bytes peekNextKey() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public long approximateNumEntries() {
        return rows.size();
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte[] value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] delete(Bytes key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String name() {
        return RegionStore.NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return true;
    }
}
