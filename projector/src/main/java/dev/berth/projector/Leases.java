package dev.berth.projector;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The leases that this instance has now. Stream threads begin and end them, any thread may ask. */
final class Leases {
    /** A partition that begins this often within the window is being taken up and lost again and again. */
    static final int MANY = 5;

    static final Duration WINDOW = Duration.ofMinutes(1);

    private final ConcurrentMap<Integer, Lease> byPartition = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, RepeatCounter> begun = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, Long> undecided = new ConcurrentHashMap<>();
    private final Set<Integer> missed = ConcurrentHashMap.newKeySet();
    private final LeaseClock clock;

    Leases(LeaseClock clock) {
        this.clock = clock;
    }

    /**
     * Begins a lease for the calling stream thread. Views are published under it from then on, but not served yet.
     */
    Lease begin(int partition) {
        begun.computeIfAbsent(partition, first -> new RepeatCounter(MANY, WINDOW))
                .add(clock.monotonicNs());
        missed.add(partition);
        undecided.remove(partition);
        Lease lease = new Lease(partition, Thread.currentThread().getName(), clock);
        Lease before = byPartition.put(partition, lease);
        if (before != null) {
            before.end();
        }
        return lease;
    }

    /** The task of a partition was handed a record that it may not decide, for its lease has a fault. */
    void leftUndecided(int partition, long offset) {
        undecided.putIfAbsent(partition, offset);
    }

    /**
     * The offset of the first record that the partition's task has left undecided since it began; also once its lease
     * has ended, for a task may commit as it closes.
     */
    Optional<Long> firstUndecided(int partition) {
        return Optional.ofNullable(undecided.get(partition));
    }

    /** Ends a lease, and not the one that may have followed it. */
    void end(Lease lease) {
        lease.end();
        byPartition.remove(lease.partition(), lease);
    }

    /** Ends what a stream thread holds that has failed, for it may take a while until its tasks are closed. */
    void endAllOf(String thread) {
        List.copyOf(byPartition.values()).stream()
                .filter(lease -> lease.isOf(thread))
                .forEach(this::end);
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
        RepeatCounter times = begun.get(partition);
        return times != null && times.isMany(nowNs);
    }

    boolean holds(int partition) {
        return byPartition.containsKey(partition);
    }

    Optional<Lease> of(int partition) {
        return Optional.ofNullable(byPartition.get(partition));
    }

    /** How the partitions stand, in order. */
    List<PartitionState> states() {
        return byPartition.values().stream()
                .map(Lease::state)
                .sorted(Comparator.comparingInt(PartitionState::partition))
                .toList();
    }

    Collection<Lease> all() {
        return byPartition.values();
    }
}
