package dev.berth.auditor;

import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers something of the last records, by region and offset, and forgets the oldest. For one thread. */
final class RecentMap<T> {
    private final int max;
    private final Map<Key, T> values = new LinkedHashMap<>();

    private record Key(Region region, long offset) {}

    /** @param max how many it holds */
    RecentMap(int max) {
        this.max = max;
    }

    void put(Region region, Position position, T value) {
        values.put(new Key(region, position.offset()), value);
        if (values.size() > max) {
            values.remove(values.keySet().iterator().next());
        }
    }

    Optional<T> get(Region region, Position position) {
        return Optional.ofNullable(values.get(new Key(region, position.offset())));
    }

    Optional<T> remove(Region region, Position position) {
        return Optional.ofNullable(values.remove(new Key(region, position.offset())));
    }
}
