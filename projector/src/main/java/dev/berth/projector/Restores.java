package dev.berth.projector;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** How far the stores of partitions are restored that are being taken up. Streams tells, any thread may ask. */
final class Restores implements StateRestoreListener {
    private final ConcurrentMap<Integer, ConcurrentMap<String, Progress>> byPartition = new ConcurrentHashMap<>();

    /** How many records of how many are restored. */
    record Progress(long restored, long total) {
        private Progress and(Progress other) {
            return new Progress(restored + other.restored, total + other.total);
        }
    }

    /** The progress of all stores of a partition together; empty if none is being restored. */
    Optional<Progress> of(int partition) {
        Map<String, Progress> stores = byPartition.get(partition);
        return stores == null ? Optional.empty() : stores.values().stream().reduce(Progress::and);
    }

    /** The partition is in use, or has gone elsewhere. */
    void forget(int partition) {
        byPartition.remove(partition);
    }

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long from, long to) {
        if (stores(changelog).containsKey(store)) {
            // The partition is taken up anew.
            forget(changelog.partition());
        }
        stores(changelog).put(store, new Progress(0, Math.max(0, to - from)));
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long batchEnd, long count) {
        // Offsets count markers of transactions too, so that fewer records come than are announced.
        stores(changelog)
                .computeIfPresent(
                        store,
                        (name, before) ->
                                new Progress(Math.min(before.total(), before.restored() + count), before.total()));
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long total) {
        stores(changelog).computeIfPresent(store, (name, before) -> new Progress(before.total(), before.total()));
    }

    @Override
    public void onRestoreSuspended(TopicPartition changelog, String store, long total) {
        forget(changelog.partition());
    }

    private ConcurrentMap<String, Progress> stores(TopicPartition changelog) {
        return byPartition.computeIfAbsent(changelog.partition(), partition -> new ConcurrentHashMap<>());
    }
}
