package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Collects what could not be compared: one range for each region and reason. For one thread. */
final class UncomparedRanges {
    private final Map<Key, UncomparedRange> ranges = new LinkedHashMap<>();

    private record Key(int partition, Optional<String> region, String reason) {}

    /** A record of a region could not be compared. */
    void add(Region region, Position position, String reason) {
        add(Optional.of(region.name()), position.partition(), position.offset(), position.offset(), 1, reason);
    }

    /** A part of a partition could not be compared, and of which regions it is cannot be told. */
    void add(int partition, long from, long to, String reason) {
        add(Optional.empty(), partition, from, to, 0, reason);
    }

    void addAll(UncomparedRanges more) {
        more.ranges.values().forEach(this::add);
    }

    private void add(Optional<String> region, int partition, long from, long to, long records, String reason) {
        add(new UncomparedRange(partition, region, from, to, records, reason));
    }

    private void add(UncomparedRange range) {
        ranges.merge(
                new Key(range.partition(), range.region(), range.reason()),
                range,
                (all, more) -> new UncomparedRange(
                        range.partition(),
                        range.region(),
                        Math.min(all.from(), more.from()),
                        Math.max(all.to(), more.to()),
                        all.records() + more.records(),
                        range.reason()));
    }

    ImmutableList<UncomparedRange> all() {
        return ImmutableList.copyOf(ranges.values());
    }
}
