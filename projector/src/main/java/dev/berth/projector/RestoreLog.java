package dev.berth.projector;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how much of a store had to be read back from its changelog, and from where: from offset 0 means that nothing of
 * it was on the disk. Says nothing of a store that was complete. Thread-safe.
 */
final class RestoreLog implements StateRestoreListener {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreLog.class);

    private final Map<TopicPartition, Long> starts = new ConcurrentHashMap<>();

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long start, long end) {
        starts.put(changelog, start);
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long batchEnd, long restored) {
        // Told when it is done.
    }

    @Override
    public void onRestoreSuspended(TopicPartition changelog, String store, long restored) {
        starts.remove(changelog);
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long restored) {
        Long start = starts.remove(changelog);
        if (restored > 0) {
            LOG.info(
                    "Partition {}: {} records of {} restored from its changelog, from offset {}",
                    changelog.partition(),
                    restored,
                    store,
                    start);
        }
    }
}
