package dev.berth.projector;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the stores of partitions are restored that are being taken up. It logs how much of a store had to be read
 * back from its changelog, and from where: from offset 0 means that nothing of it was on the disk. Streams tells, any
 * thread may ask.
 */
final class RestoreProgress implements StateRestoreListener {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreProgress.class);

    private final ConcurrentMap<Integer, ConcurrentMap<String, Restore>> byPartition = new ConcurrentHashMap<>();
    private final LongAdder restores = new LongAdder();
    private final LongAdder records = new LongAdder();

    /** How many records are restored, and of how many. */
    record Progress(long restored, long total) {
        private Progress and(Progress other) {
            return new Progress(restored + other.restored, total + other.total);
        }
    }

    /** The progress of one store, from an offset of its changelog on. */
    private record Restore(long from, Progress progress) {
        Restore reached(long restored) {
            return new Restore(from, new Progress(Math.min(progress.total(), restored), progress.total()));
        }
    }

    /** The progress of all stores of a partition together; empty if none is being restored. */
    Optional<Progress> of(int partition) {
        Map<String, Restore> stores = byPartition.get(partition);
        return stores == null
                ? Optional.empty()
                : stores.values().stream().map(Restore::progress).reduce(Progress::and);
    }

    /** How often a store was restored, at least a record of it. */
    long count() {
        return restores.sum();
    }

    /** How many records were restored in all. */
    long records() {
        return records.sum();
    }

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long from, long to) {
        if (stores(changelog).containsKey(store)) {
            // The partition is taken up again.
            forget(changelog);
        }
        stores(changelog).put(store, new Restore(from, new Progress(0, Math.max(0, to - from))));
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long batchEnd, long count) {
        // Offsets count markers of transactions too, so that fewer records come than are announced.
        stores(changelog)
                .computeIfPresent(
                        store,
                        (name, before) -> before.reached(before.progress().restored() + count));
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long count) {
        Restore ended = stores(changelog)
                .computeIfPresent(
                        store,
                        (name, before) -> before.reached(before.progress().total()));
        if (ended != null && count > 0) {
            restores.increment();
            records.add(count);
            LOG.info(
                    "Partition {}: {} records of {} restored from its changelog, from offset {}",
                    changelog.partition(),
                    count,
                    store,
                    ended.from());
        }
    }

    /** The partition has gone elsewhere. */
    @Override
    public void onRestoreSuspended(TopicPartition changelog, String store, long count) {
        forget(changelog);
    }

    private void forget(TopicPartition changelog) {
        byPartition.remove(changelog.partition());
    }

    private ConcurrentMap<String, Restore> stores(TopicPartition changelog) {
        return byPartition.computeIfAbsent(changelog.partition(), partition -> new ConcurrentHashMap<>());
    }
}
