package dev.berth.projector.store;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The rows of a store, opened: on a disk, with a changelog that has the same. What is written waits in memory until it
 * is committed. For one thread, but for readers of the rows.
 */
interface RowFiles {
    /** Opens what is on the disk for the task of a context. */
    interface Opener {
        /** @param watcher hears of each batch that is restored */
        RowFiles open(StateStoreContext context, StateStore root, RowsWatcher watcher);
    }

    /** Writes a row, or with null deletes it, and has it written to the changelog. */
    void put(Bytes key, byte[] value);

    /** The rows, with those that are not committed yet. */
    KeyValueStore<Bytes, byte[]> disk();

    /** What was written goes to the disk, with the offsets of the changelog up to which it is all of it. */
    void commit(Map<TopicPartition, Long> changelogOffsets);

    /** The offset of the changelog up to which the disk has all; null if it has nothing. */
    Long committedOffset(TopicPartition changelog);

    /** About how much is written and not committed. */
    long approximateNumUncommittedBytes();

    /** Deletes the files and begins again without rows. */
    void drop();

    boolean isOpen();

    void close();
}
