package dev.berth.projector.store;

import dev.berth.events.codec.CommandCodec;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The disk under the store of one partition of one instance. It outlives the process, which loses what was not flushed;
 * and it can be damaged. For one thread.
 */
public final class SimulatedDisk {
    private SimulatedRows rows = new SimulatedRows();
    private long committedOffset;
    private long flushedOffset;
    private RowsWatcher watcher;
    private boolean isOpen;

    /** A store on this disk; what it writes goes to the changelog as well. */
    public RegionStore store(
            CommandCodec commands, LongSupplier nowNs, BiConsumer<Bytes, byte[]> changelog, Runnable beforeWriting) {
        return new RegionStore(
                commands,
                (context, root, restored) -> {
                    watcher = restored;
                    isOpen = true;
                    return new Files(changelog);
                },
                nowNs,
                beforeWriting);
    }

    /** The offset of the changelog up to which it has the rows. */
    public long committedOffset() {
        return committedOffset;
    }

    /** Rows of the changelog are restored. */
    public void restore(List<ConsumerRecord<byte[], byte[]>> batch) {
        watcher.restoring(batch);
        batch.forEach(row -> rows.restore(Bytes.wrap(row.key()), row.value()));
        watcher.restored();
    }

    /** What was committed is on the disk. */
    public void flush() {
        rows.flushed();
        flushedOffset = committedOffset;
    }

    /** What was committed last is counted as on the disk, and is not: the offset and the rows are apart. */
    public void flushOffsetAlone() {
        flushedOffset = committedOffset;
    }

    /** The process that had it open is gone. */
    public void crash() {
        isOpen = false;
        rows.crash();
        committedOffset = flushedOffset;
    }

    /** The store is closed and goes on with what was committed. */
    public void closeDirty() {
        isOpen = false;
        rows.revert();
    }

    public void wipe() {
        rows = new SimulatedRows();
        committedOffset = 0;
        flushedOffset = 0;
    }

    /** Some rows are gone, or another than what was written. */
    public void damage(SplittableRandom random) {
        TreeMap<Bytes, byte[]> all = rows.damageable();
        if (all.isEmpty()) {
            return;
        }
        List<Bytes> keys = List.copyOf(all.keySet());
        int first = random.nextInt(keys.size());
        if (random.nextBoolean()) {
            int count = random.nextBoolean() ? 1 : 1 + random.nextInt(keys.size() - first);
            keys.subList(first, first + count).forEach(all::remove);
        } else {
            byte[] value = all.get(keys.get(first)).clone();
            if (value.length > 0) {
                value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
                all.put(keys.get(first), value);
            }
        }
    }

    /** The memory of recent commands is gone. */
    public void forgetRecent() {
        rows.damageable().keySet().removeIf(key -> {
            byte letter = RowKey.region(key) == null ? 0 : RowKey.letter(key);
            return letter == Section.RECENT.letter();
        });
    }

    /** Has the seals say what the rows are, whatever they are: what there would be without them. */
    public void reseal() {
        TreeMap<Bytes, byte[]> all = rows.damageable();
        byte[] last = all.get(RowKey.PARTITION_SEAL);
        if (last == null) {
            return;
        }
        Map<Bytes, RowSums> sums = new TreeMap<>();
        all.forEach((key, value) -> {
            if (!key.equals(RowKey.PARTITION_SEAL) && RowKey.letter(key) != RowKey.SEAL) {
                sums.computeIfAbsent(RowKey.seal(RowKey.region(key)), none -> new RowSums())
                        .add(Section.of(RowKey.letter(key)), key, value);
            }
        });
        TreeMap<Bytes, byte[]> seals = new TreeMap<>();
        all.forEach((key, value) -> {
            if (!key.equals(RowKey.PARTITION_SEAL) && RowKey.letter(key) == RowKey.SEAL) {
                RegionSeal seal = RegionSeal.fromBytes(value);
                seals.put(
                        key,
                        new RegionSeal(
                                        seal.position(),
                                        seal.decided(),
                                        seal.rulesVersion(),
                                        seal.chain(),
                                        sums.getOrDefault(key, new RowSums()))
                                .toBytes());
            }
        });
        all.putAll(seals);
        all.put(
                RowKey.PARTITION_SEAL,
                PartitionSeal.of(seals, PartitionSeal.fromBytes(last).mark()).toBytes());
    }

    /** This disk, opened. */
    private final class Files implements RowFiles {
        private final BiConsumer<Bytes, byte[]> changelog;

        Files(BiConsumer<Bytes, byte[]> changelog) {
            this.changelog = changelog;
        }

        @Override
        public void put(Bytes key, byte[] value) {
            rows.put(key, value);
            changelog.accept(key, value);
        }

        @Override
        public KeyValueStore<Bytes, byte[]> disk() {
            return rows;
        }

        @Override
        public void commit(Map<TopicPartition, Long> changelogOffsets) {
            rows.commit();
            committedOffset = changelogOffsets.values().iterator().next();
        }

        @Override
        public Long committedOffset(TopicPartition changelogPartition) {
            return committedOffset == 0 ? null : committedOffset;
        }

        @Override
        public long approximateNumUncommittedBytes() {
            return 0;
        }

        @Override
        public void drop() {
            wipe();
        }

        @Override
        public boolean isOpen() {
            return isOpen;
        }

        @Override
        public void close() {
            isOpen = false;
        }
    }
}
