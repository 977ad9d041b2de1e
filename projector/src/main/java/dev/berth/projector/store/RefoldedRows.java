package dev.berth.projector.store;

import dev.berth.events.log.LogMark;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/** Folds that were made again from the log, and the rows that they come to. For the stream thread. */
final class RefoldedRows {
    /** What stays as it is while nothing is decided: records may be held meanwhile. */
    private static final Section[] DECIDED = Arrays.stream(Section.values())
            .filter(section -> section != Section.HELD && section != Section.STOP)
            .toArray(Section[]::new);

    private final Map<Region, StoredRegion> regions = new TreeMap<>();
    private final TreeMap<Bytes, byte[]> seals = new TreeMap<>();
    private final TreeMap<Bytes, byte[]> wanted = new TreeMap<>();
    private final Optional<LogMark> mark;

    /**
     * @param mark what stood last in the log; empty if there was nothing, so that there are no rows either
     */
    RefoldedRows(
            Map<Region, RegionFold> folds, Map<Region, SortedMap<Position, byte[]>> records, Optional<LogMark> mark) {
        this.mark = mark;
        folds.forEach((region, fold) -> add(region, fold, records.getOrDefault(region, new TreeMap<>())));
        mark.ifPresent(last ->
                wanted.put(RowKey.PARTITION_SEAL, PartitionSeal.of(seals, last).toBytes()));
    }

    private void add(Region region, RegionFold fold, SortedMap<Position, byte[]> records) {
        Map<Long, byte[]> held = new TreeMap<>();
        records.forEach((position, raw) -> held.put(position.offset(), RowValue.held(position, raw)));
        RowSums sums = new RowSums();
        FoldRows.all(fold, held, (section, key, before, value) -> {
            if (value != null) {
                sums.add(section, key, value);
                wanted.put(key, value);
            }
        });
        regions.put(region, new StoredRegion(fold, sums));
        byte[] seal = RegionSeal.of(fold.view(), sums).toBytes();
        seals.put(RowKey.seal(region), seal);
        wanted.put(RowKey.seal(region), seal);
    }

    /**
     * Why these folds are not what was sealed, if so.
     *
     * @param sealed the seals of regions, which may be of an earlier place of the log than these folds, or of a later
     * @param at what stood last in the log when they were written
     */
    Optional<String> contradiction(Map<Region, RegionSeal> sealed, Optional<LogMark> at) {
        boolean isEarlier = offset(mark) < offset(at);
        boolean isSamePlace = mark.equals(at);
        for (Map.Entry<Region, RegionSeal> each : sealed.entrySet()) {
            Region region = each.getKey();
            RegionSeal seal = each.getValue();
            StoredRegion made = regions.get(region);
            if (made == null && isEarlier) {
                continue;
            }
            if (made == null) {
                return Optional.of("region " + region + " was committed and does not stand in the log");
            }
            RegionView view = made.fold().view();
            if (view.position().equals(seal.position()) && !view.chain().equals(seal.chain())) {
                return Optional.of("folded from the log, region " + region + " has decided otherwise up to "
                        + seal.position() + " than was committed");
            }
            List<String> differences = view.position().equals(seal.position())
                    ? made.sums().differences(seal.sums(), isSamePlace ? Section.values() : DECIDED)
                    : List.of();
            if (!differences.isEmpty()) {
                return Optional.of("folded from the log, region " + region
                        + " comes to other rows than were committed: " + String.join(", ", differences));
            }
        }
        return Optional.empty();
    }

    private static long offset(Optional<LogMark> mark) {
        return mark.map(LogMark::offset).orElse(-1L);
    }

    /** Makes the rows say what the folds are, whatever they say now. */
    StoredRegions write(Rows rows) {
        rows.replaceBy(wanted);
        return StoredRegions.of(regions, seals, mark);
    }
}
