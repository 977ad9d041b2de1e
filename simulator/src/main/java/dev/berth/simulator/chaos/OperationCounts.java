package dev.berth.simulator.chaos;

import com.google.common.collect.ImmutableSortedMap;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** How often each operation came to what. Thread-safe. */
public final class OperationCounts {
    private final Map<Operation, Map<String, Long>> counts = new EnumMap<>(Operation.class);
    private long all;

    synchronized void count(Operation operation, String result) {
        counts.computeIfAbsent(operation, unknown -> new TreeMap<>()).merge(result, 1L, Long::sum);
        all++;
    }

    public synchronized long all() {
        return all;
    }

    /** How often each result came, by its name. */
    public synchronized ImmutableSortedMap<String, Long> of(Operation operation) {
        return ImmutableSortedMap.copyOf(counts.getOrDefault(operation, Map.of()));
    }
}
