package dev.berth.projector.store;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;

/**
 * Brings what is kept to where another instance has brought the rows, commit by commit, from the records of the
 * changelog. A commit counts once its seal has come and agrees with all rows up to it: a reader of committed records
 * may be handed half of a commit, and a compacted changelog holds commits of which some rows are gone. For the thread
 * that restores.
 */
final class ChangelogFollower {
    /** After this many rows without a matching seal, reading everything again costs less than following. */
    private static final int UNSEALED_MAX = 200_000;

    /** The most bytes of such rows kept in memory: twice what an owner lets one commit reach. */
    private static final long UNSEALED_BYTES_MAX = 128L << 20;

    private final StoredRegions kept;
    private final CommandCodec commands;
    private final Function<Bytes, byte[]> disk;

    /** The rows of the batch, which are not on the disk yet. */
    private final Map<Bytes, byte[]> batch = new HashMap<>();

    private final Map<Bytes, byte[]> unsealed = new LinkedHashMap<>();

    /** The projection rows among them, so that each batch costs only what it brings. */
    private final Map<Region, ChangedProjections> ahead = new HashMap<>();

    private long unsealedBytes;
    private List<String> doubts = List.of();

    /**
     * @param kept what the last commit came to; is brought up to date
     * @param disk the rows as they are before a batch is written
     */
    ChangelogFollower(StoredRegions kept, CommandCodec commands, Function<Bytes, byte[]> disk) {
        this.kept = kept;
        this.commands = commands;
        this.disk = disk;
    }

    /**
     * Takes rows that are about to be written.
     *
     * @throws RuntimeException if one is none that this program writes; what is kept is of no use any more then
     */
    void follow(Collection<ConsumerRecord<byte[], byte[]>> records) {
        batch.clear();
        for (ConsumerRecord<byte[], byte[]> changed : records) {
            Bytes key = Bytes.wrap(changed.key());
            byte[] value = changed.value();
            if (key.equals(RowKey.PARTITION_SEAL)) {
                sealed(value);
            } else if (RowKey.letter(key) == RowKey.SEAL) {
                kept.seal(key, value);
                unsealed(key, value);
            } else {
                count(key, value);
                move(key);
                unsealed(key, value);
            }
            batch.put(key, value);
        }
    }

    private void unsealed(Bytes key, byte[] value) {
        boolean isNew = !unsealed.containsKey(key);
        byte[] before = unsealed.put(key, value);
        unsealedBytes += (isNew ? key.get().length : 0) + length(value) - length(before);
    }

    private static int length(byte[] value) {
        return value == null ? 0 : value.length;
    }

    private void move(Bytes key) {
        byte letter = RowKey.letter(key);
        if (letter == Section.USAGE.letter()) {
            ahead(RowKey.region(key)).add(List.of(new ProviderId(RowKey.id(key))), List.of());
        } else if (letter == Section.POOLS.letter()) {
            ahead(RowKey.region(key)).add(List.of(), List.of(new ProviderId(RowKey.id(key))));
        }
    }

    private void count(Bytes key, byte[] value) {
        Section section = Section.of(RowKey.letter(key));
        RowSums sums = region(RowKey.region(key)).sums();
        byte[] before = batch.containsKey(key) ? batch.get(key) : disk.apply(key);
        if (before != null) {
            sums.remove(section, key, before);
        }
        if (value != null) {
            sums.add(section, key, value);
        }
    }

    private StoredRegion region(Region region) {
        return kept.region(region, RegionFold.of(RegionView.empty(region)));
    }

    private void sealed(byte[] value) {
        PartitionSeal seal = PartitionSeal.fromBytes(value);
        doubts = doubts(seal);
        if (doubts.isEmpty()) {
            Map<Region, RowChanges> changes = new TreeMap<>();
            unsealed.forEach((key, row) -> {
                Region region = RowKey.region(key);
                RowChanges changed = changes.computeIfAbsent(region, none -> new RowChanges());
                if (RowKey.letter(key) != RowKey.SEAL) {
                    changed.add(Section.of(RowKey.letter(key)), key, row);
                }
            });
            changes.forEach(this::advance);
            unsealed.clear();
            unsealedBytes = 0;
            ahead.clear();
            kept.follow(seal.mark());
        }
    }

    private void advance(Region name, RowChanges changes) {
        StoredRegion region = region(name);
        RegionSeal seal = RegionSeal.fromBytes(kept.seals().get(RowKey.seal(name)));
        region.follow(changes.after(region.fold(), seal, commands));
    }

    private List<String> doubts(PartitionSeal seal) {
        List<String> found = new ArrayList<>();
        if (!seal.covers(kept.seals())) {
            found.add("the seals of the regions are not those of the commit");
        }
        for (Map.Entry<Bytes, byte[]> each : kept.seals().entrySet()) {
            Region region = RowKey.region(each.getKey());
            List<String> differences = region(region)
                    .sums()
                    .differences(RegionSeal.fromBytes(each.getValue()).sums());
            if (!differences.isEmpty()) {
                found.add(
                        "region " + region + " has other rows than were committed: " + String.join(", ", differences));
            }
        }
        return found;
    }

    /** Why the rows behind the last commit that counted do not come to another; empty if none are doubtful. */
    List<String> doubts() {
        return doubts.isEmpty() && !unsealed.isEmpty()
                ? List.of(unsealed.size() + " rows stand behind the last seal")
                : doubts;
    }

    boolean isHopeless() {
        return unsealed.size() > UNSEALED_MAX || unsealedBytes > UNSEALED_BYTES_MAX;
    }

    /** The projection rows of a region that are ahead of its fold; more may come to it. */
    ChangedProjections ahead(Region region) {
        return ahead.computeIfAbsent(region, none -> ChangedProjections.none());
    }
}
