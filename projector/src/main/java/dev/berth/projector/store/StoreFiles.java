package dev.berth.projector.store;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.KeyValueStoreBuilder;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The RocksDB files of a store, opened. The changelog has the same rows, so files that
 * cannot be opened are dropped. For one thread, but for readers of the rows on the disk.
 */
final class StoreFiles implements RowFiles {
    private static final Logger LOG = LoggerFactory.getLogger(StoreFiles.class);

    /** Where Streams keeps RocksDB stores, in the directory of the task. */
    private static final String ROCKSDB_DIR = "rocksdb";

    private final StateStoreContext context;
    private final StateStore root;
    private final Restoration restoration;
    private volatile KeyValueStore<Bytes, byte[]> disk;
    /** The same rows; what is written here goes to the changelog as well. */
    private KeyValueStore<Bytes, byte[]> logged;

    private StoreFiles(StateStoreContext context, StateStore root, RowsWatcher watcher) {
        this.context = context;
        this.root = root;
        this.restoration = new Restoration(watcher);
    }

    static StoreFiles open(StateStoreContext context, StateStore root, RowsWatcher watcher) {
        StoreFiles files = new StoreFiles(context, root, watcher);
        files.dropIfDamaged();
        try {
            files.open();
        } catch (ProcessorStateException | TaskCorruptedException e) {
            LOG.warn(
                    "Partition {}: the files under {} cannot be opened. They are dropped and made again from the"
                            + " changelog.",
                    context.taskId().partition(),
                    files.dir(),
                    e);
            files.drop();
        }
        return files;
    }

    @Override
    public void put(Bytes key, byte[] value) {
        guarded(() -> logged.put(key, value));
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        guarded(() -> logged.commit(changelogOffsets));
    }

    /**
     * RocksDB may find a damaged block only when it merges files, and then takes no more rows although all of
     * them can be read. Anyone who opens these files next has to know.
     */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (ProcessorStateException e) {
            if (e.getCause() instanceof RocksDBException rocks
                    && rocks.getStatus() != null
                    && rocks.getStatus().getCode() == Status.Code.Corruption) {
                LOG.warn(
                        "Partition {}: the files under {} are damaged. They are dropped when they are opened next.",
                        context.taskId().partition(),
                        dir());
                mark();
            }
            throw e;
        }
    }

    private void mark() {
        try {
            Files.write(damaged(), new byte[0]);
        } catch (IOException e) {
            LOG.warn("{} cannot be written", damaged(), e);
        }
    }

    private void dropIfDamaged() {
        if (Files.exists(damaged())) {
            LOG.warn(
                    "Partition {}: the files under {} were found damaged. They are dropped and made again from the"
                            + " changelog.",
                    context.taskId().partition(),
                    dir());
            try {
                Utils.delete(dir());
                Files.delete(damaged());
            } catch (IOException e) {
                throw new UncheckedIOException(dir() + " cannot be deleted", e);
            }
        }
    }

    /** A file beside them that says that they were found damaged. */
    private Path damaged() {
        return context.stateDir().toPath().resolve(root.name() + ".damaged");
    }

    private void open() {
        KeyValueBytesStoreSupplier rocks = Stores.persistentKeyValueStore(root.name());
        disk = new RestoredRows(rocks.get(), restoration);
        logged = new KeyValueStoreBuilder<>(new Opened(rocks, disk), Serdes.Bytes(), Serdes.ByteArray(), Time.SYSTEM)
                .withLoggingEnabled(Map.of())
                .withCachingDisabled()
                .build();
        logged.init(context, root);
    }

    /** Hands out the one store that it was given. */
    private record Opened(KeyValueBytesStoreSupplier like, KeyValueStore<Bytes, byte[]> store)
            implements KeyValueBytesStoreSupplier {
        @Override
        public String name() {
            return like.name();
        }

        @Override
        public KeyValueStore<Bytes, byte[]> get() {
            return store;
        }

        @Override
        public String metricsScope() {
            return like.metricsScope();
        }
    }

    @Override
    public void drop() {
        close();
        try {
            Utils.delete(dir());
        } catch (IOException e) {
            throw new UncheckedIOException(dir() + " cannot be deleted", e);
        }
        open();
    }

    private File dir() {
        return new File(new File(context.stateDir(), ROCKSDB_DIR), root.name());
    }

    @Override
    public KeyValueStore<Bytes, byte[]> disk() {
        return disk;
    }

    @Override
    public Long committedOffset(TopicPartition changelog) {
        return logged.committedOffset(changelog);
    }

    @Override
    public long approximateNumUncommittedBytes() {
        return logged.approximateNumUncommittedBytes();
    }

    @Override
    public boolean isOpen() {
        return logged.isOpen();
    }

    @Override
    public void close() {
        logged.close();
    }
}
