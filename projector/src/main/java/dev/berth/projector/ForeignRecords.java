package dev.berth.projector;

import dev.berth.events.log.Partitions;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the records of regions from foreign ones, which change nothing: counts these, and logs them now and then,
 * because one sender may send thousands. Thread-safe.
 */
final class ForeignRecords {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignRecords.class);
    private static final long WORD_EVERY_NS = Duration.ofMinutes(1).toNanos();

    private final IntSupplier partitions;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong told = new AtomicLong();
    private final AtomicLong nextWordNs = new AtomicLong(System.nanoTime());

    /**
     * @param partitions how many partitions the log has
     */
    ForeignRecords(IntSupplier partitions) {
        this.partitions = partitions;
    }

    /** The region that the record at this position belongs to; empty for a foreign record, which is counted. */
    Optional<Region> regionOf(Position position, byte[] key) {
        Optional<Region> region = Partitions.regionOf(key, position.partition(), partitions.getAsInt());
        if (region.isEmpty()) {
            count.incrementAndGet();
            tell(position, key);
        }
        return region;
    }

    long count() {
        return count.get();
    }

    private void tell(Position position, byte[] key) {
        long nowNs = System.nanoTime();
        long dueNs = nextWordNs.get();
        if (nowNs - dueNs >= 0 && nextWordNs.compareAndSet(dueNs, nowNs + WORD_EVERY_NS)) {
            long counted = count.get();
            LOG.warn(
                    "{}: this record is foreign and changes nothing: {}. {} since it was last said, {} since "
                            + "the start.",
                    position,
                    Partitions.whyForeign(key, partitions.getAsInt()),
                    counted - told.getAndSet(counted),
                    counted);
        }
    }
}
