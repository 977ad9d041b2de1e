package dev.berth.projector.store;

import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The projection rows of a store for readers on any thread, who must not see rows of a later commit than their view.
 * Anyone who writes rows begins an epoch first; what was read is good only if the epoch is still the reader's then.
 */
final class ProjectionRows {
    /** No rows, and an epoch that is always over. */
    static final ProjectionRows NONE = new ProjectionRows(null);

    /** Null where there are none. */
    private final KeyValueStore<Bytes, byte[]> rows;

    private final AtomicLong epoch = new AtomicLong();

    ProjectionRows(KeyValueStore<Bytes, byte[]> rows) {
        this.rows = rows;
    }

    long epoch() {
        return epoch.get();
    }

    /** Rows are about to be written, or the store closed. */
    long nextEpoch() {
        return epoch.incrementAndGet();
    }

    private boolean isOver(long readersEpoch) {
        return rows == null || epoch() != readersEpoch;
    }

    /** The row as it was in an epoch, in an optional if there is none; empty if the epoch is over. */
    Optional<Optional<byte[]>> find(Region region, Section section, ProviderId id, long readersEpoch) {
        if (isOver(readersEpoch)) {
            return Optional.empty();
        }
        byte[] value = rows.readOnly(IsolationLevel.READ_COMMITTED).get(RowKey.of(region, section, id));
        return isOver(readersEpoch) ? Optional.empty() : Optional.of(Optional.ofNullable(value));
    }

    /** All rows of a section as they were in an epoch, in order of their ids; empty if the epoch is over. */
    Optional<Map<ProviderId, byte[]>> all(Region region, Section section, long readersEpoch) {
        if (isOver(readersEpoch)) {
            return Optional.empty();
        }
        Map<ProviderId, byte[]> found = new TreeMap<>();
        // The iterator stands on a snapshot, so it matters only that none has written before it was made.
        try (KeyValueIterator<Bytes, byte[]> range = rows.readOnly(IsolationLevel.READ_COMMITTED)
                .range(RowKey.first(region, section), RowKey.behind(region, section))) {
            if (isOver(readersEpoch)) {
                return Optional.empty();
            }
            while (range.hasNext()) {
                KeyValue<Bytes, byte[]> row = range.next();
                found.put(new ProviderId(RowKey.id(row.key)), row.value);
            }
        }
        return Optional.of(found);
    }
}
