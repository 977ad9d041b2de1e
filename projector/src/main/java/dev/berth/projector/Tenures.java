package dev.berth.projector;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The partitions that this instance keeps now. Stream threads begin and end tenures, any thread may ask. */
final class Tenures {
    private final ConcurrentMap<Integer, Tenure> byPartition = new ConcurrentHashMap<>();

    Tenure begin(int partition) {
        Tenure tenure = new Tenure(partition);
        byPartition.put(partition, tenure);
        return tenure;
    }

    /** Ends a tenure, and not the one that may have followed it. */
    void end(Tenure tenure) {
        byPartition.remove(tenure.partition(), tenure);
    }

    boolean holds(int partition) {
        return byPartition.containsKey(partition);
    }

    Optional<Tenure> of(int partition) {
        return Optional.ofNullable(byPartition.get(partition));
    }

    /** How the partitions stand, in order. */
    List<PartitionState> states() {
        return byPartition.values().stream()
                .map(Tenure::state)
                .sorted(Comparator.comparingInt(PartitionState::partition))
                .toList();
    }

    Collection<Tenure> all() {
        return byPartition.values();
    }
}
