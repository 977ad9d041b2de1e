package dev.berth.projector.store;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Reads of a RocksDB store by other threads than its owner's. To close the store frees its native memory, and who reads
 * there at that moment ends the process: Streams only looks whether the store is open before it reads. So to close it
 * waits for each read, which is one row, and iterators fail from then on. Any thread.
 */
final class SharedReads {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean isClosed;

    /**
     * The rows to read.
     *
     * <p>Each of their methods, and of their iterators, throws {@link InvalidStateStoreException} once the store is
     * closed.
     */
    ReadOnlyKeyValueStore<Bytes, byte[]> of(ReadOnlyKeyValueStore<Bytes, byte[]> rows) {
        return new Guarded(rows);
    }

    /** Closes the store, once nobody reads. */
    void close(Runnable store) {
        under(lock.writeLock(), () -> {
            isClosed = true;
            store.run();
            return null;
        });
    }

    private <T> T read(Supplier<T> read) {
        return under(lock.readLock(), () -> {
            if (isClosed) {
                throw new InvalidStateStoreException("the store was closed");
            }
            return read.get();
        });
    }

    private static <T> T under(Lock lock, Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private final class Guarded implements ReadOnlyKeyValueStore<Bytes, byte[]> {
        private final ReadOnlyKeyValueStore<Bytes, byte[]> rows;

        Guarded(ReadOnlyKeyValueStore<Bytes, byte[]> rows) {
            this.rows = rows;
        }

        @Override
        public byte[] get(Bytes key) {
            return read(() -> rows.get(key));
        }

        @Override
        public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
            return new GuardedIterator(read(() -> rows.range(from, to)));
        }

        @Override
        public KeyValueIterator<Bytes, byte[]> all() {
            return new GuardedIterator(read(rows::all));
        }

        @Override
        public long approximateNumEntries() {
            return read(rows::approximateNumEntries);
        }
    }

    private final class GuardedIterator implements KeyValueIterator<Bytes, byte[]> {
        private final KeyValueIterator<Bytes, byte[]> iterator;

        GuardedIterator(KeyValueIterator<Bytes, byte[]> iterator) {
            this.iterator = iterator;
        }

        @Override
        public boolean hasNext() {
            return read(iterator::hasNext);
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            return read(iterator::next);
        }

        @Override
        public Bytes peekNextKey() {
            return read(iterator::peekNextKey);
        }

        /** A store closes its iterators with it. */
        @Override
        public void close() {
            under(lock.readLock(), () -> {
                if (!isClosed) {
                    iterator.close();
                }
                return null;
            });
        }
    }
}
