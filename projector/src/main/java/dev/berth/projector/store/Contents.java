package dev.berth.projector.store;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * All rows of a store as they were read back, compared with the seals among them. An iterator of Streams ends without a
 * word at a block that it cannot read, so what was read is believed only if nothing is doubtful.
 */
final class Contents {
    private final int number;
    private final CommandCodec commands;
    private final Map<Region, Counted> regions = new TreeMap<>();
    private final TreeMap<Bytes, byte[]> seals = new TreeMap<>();
    private final Map<Region, RegionFold> folds = new TreeMap<>();
    private final List<String> doubts = new ArrayList<>();
    private Optional<PartitionSeal> partition = Optional.empty();
    private long rows;
    private long unreadable;
    /** Rows of a region lie together, and to make its name again for each would cost more than the row. */
    private Region lastRegion;

    /** The rows of a region, and what they come to. */
    private record Counted(RegionRows rows, RowSums sums) {
        void add(Section section, Bytes key, byte[] value) {
            sums.add(section, key, value);
            rows.add(section, key, value);
        }
    }

    private Contents(int number, CommandCodec commands) {
        this.number = number;
        this.commands = commands;
    }

    /** Reads all rows of the store of the partition of this number. */
    static Contents of(ReadOnlyKeyValueStore<Bytes, byte[]> disk, int number, CommandCodec commands) {
        Contents contents = new Contents(number, commands);
        try (KeyValueIterator<Bytes, byte[]> all = disk.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> row = all.next();
                contents.add(row.key, row.value);
            }
            // An iterator that cannot read its first block looks like one of an empty store. To get a row of that block
            // fails, and the seal of the partition is the first of all rows.
            if (contents.rows == 0 && disk.get(RowKey.PARTITION_SEAL) != null) {
                contents.doubts.add("there is a seal of the partition but no rows are found");
            }
        } catch (InvalidStateStoreException closed) {
            throw closed;
        } catch (RuntimeException e) {
            contents.doubts.add("rows cannot be read: " + e);
        }
        if (contents.rows > 0 || !contents.doubts.isEmpty()) {
            contents.check();
        }
        return contents;
    }

    private void add(Bytes key, byte[] value) {
        rows++;
        try {
            if (key.equals(RowKey.PARTITION_SEAL)) {
                partition = Optional.of(PartitionSeal.fromBytes(value));
                return;
            }
            if (!RowKey.isOf(key, lastRegion)) {
                lastRegion = RowKey.region(key);
            }
            if (lastRegion == null) {
                throw new UnreadableRowException("its key names no region");
            }
            Region region = lastRegion;
            byte letter = RowKey.letter(key);
            if (letter == RowKey.SEAL) {
                seals.put(key, value);
            } else {
                region(region).add(Section.of(letter), key, value);
            }
        } catch (RuntimeException e) {
            unreadable++;
            if (unreadable == 1) {
                doubts.add("row " + key + " cannot be read: " + e.getMessage());
            }
        }
    }

    private Counted region(Region region) {
        return regions.computeIfAbsent(region, none -> new Counted(new RegionRows(none, commands), new RowSums()));
    }

    private void check() {
        if (unreadable > 1) {
            doubts.add("nor can " + (unreadable - 1) + " others");
        }
        if (partition.isEmpty()) {
            doubts.add("the seal of the partition is missing");
        } else if (!partition.get().covers(seals)) {
            doubts.add("the seals of " + seals.size() + " regions are not those of the last commit, which had "
                    + partition.get().regions());
        }
        for (Region region : regions.keySet()) {
            if (!seals.containsKey(RowKey.seal(region))) {
                doubts.add("region " + region + " has rows and no seal");
            }
        }
        if (doubts.isEmpty()) {
            seals.forEach((key, seal) -> check(RowKey.region(key), seal));
        }
    }

    private void check(Region region, byte[] bytes) {
        try {
            RegionSeal seal = RegionSeal.fromBytes(bytes);
            Counted read = region(region);
            List<String> differences = read.sums().differences(seal.sums());
            if (!seal.position().equals(Position.NONE) && seal.position().partition() != number) {
                doubts.add("region " + region + " has the rows of partition "
                        + seal.position().partition());
            } else if (differences.isEmpty()) {
                folds.put(region, read.rows().fold(seal.position(), seal.rulesVersion(), seal.chain()));
            } else {
                doubts.add(
                        "region " + region + " has other rows than were committed: " + String.join(", ", differences));
            }
        } catch (RuntimeException e) {
            doubts.add("region " + region + " cannot be put together from its rows: " + e.getMessage());
        }
    }

    /** Why these are not the rows of the last commit, in clauses; empty if they are, or if there are none at all. */
    List<String> doubts() {
        return doubts;
    }

    /** The seals of the regions, if the seal of the partition vouches for them and all can be read. */
    Map<Region, RegionSeal> trusted() {
        Map<Region, RegionSeal> trusted = new TreeMap<>();
        if (partition.isPresent() && partition.get().covers(seals)) {
            try {
                seals.forEach((key, seal) -> trusted.put(RowKey.region(key), RegionSeal.fromBytes(seal)));
            } catch (UnreadableRowException e) {
                return Map.of();
            }
        }
        return trusted;
    }

    /** The folds that the rows are, if nothing is doubtful. */
    Map<Region, RegionFold> folds() {
        return folds;
    }

    /** What the rows of a region come to. */
    RowSums sums(Region region) {
        return regions.get(region).sums();
    }

    TreeMap<Bytes, byte[]> seals() {
        return seals;
    }

    Optional<PartitionSeal> partition() {
        return partition;
    }
}
