package dev.berth.projector;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The partitions that this instance keeps now. Stream threads begin and end tenures, any thread may ask. */
final class Tenures {
    /** A partition that begins so often within the while is taken up and lost in turn. */
    static final int MANY = 5;

    static final Duration WINDOW = Duration.ofMinutes(1);

    private final ConcurrentMap<Integer, Tenure> byPartition = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, Recurrence> begun = new ConcurrentHashMap<>();
    private final Set<Integer> missed = ConcurrentHashMap.newKeySet();

    Tenure begin(int partition) {
        begun.computeIfAbsent(partition, first -> new Recurrence(MANY, WINDOW)).add(System.nanoTime());
        missed.add(partition);
        Tenure tenure = new Tenure(partition);
        byPartition.put(partition, tenure);
        return tenure;
    }

    /** Ends a tenure, and not the one that may have followed it. */
    void end(Tenure tenure) {
        byPartition.remove(tenure.partition(), tenure);
    }

    /** Whether this instance has kept the partition, and nobody is known to have taken it since. */
    boolean misses(int partition) {
        return !holds(partition) && missed.contains(partition);
    }

    /** Another instance has the partition now. */
    void concede(int partition) {
        missed.remove(partition);
    }

    /** Whether the partition is taken up again and again. */
    boolean beginsOften(int partition, long nowNs) {
        Recurrence times = begun.get(partition);
        return times != null && times.isMany(nowNs);
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
