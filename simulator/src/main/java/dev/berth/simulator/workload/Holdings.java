package dev.berth.simulator.workload;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.ConsumerId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The schedulers' own books: what the service has granted them and not taken back. Where no answer came, or a wrong one
 * that is no refusal, it is uncertain whether a consumer holds what it held before or what was asked for last; either
 * is right, anything else is not. One thread at a time.
 */
public final class Holdings {
    private final String projectId;
    private final TreeMap<ConsumerId, Holding> granted = new TreeMap<>();
    private final TreeMap<ConsumerId, Holding> uncertain = new TreeMap<>();
    private final TreeSet<String> touchedProviders = new TreeSet<>();

    /** Books for consumers that all belong to this project, which belongs to nobody else. */
    public Holdings(String projectId) {
        this.projectId = projectId;
    }

    public String projectId() {
        return projectId;
    }

    /** The service said that the consumer holds this from now on. */
    public void confirm(ConsumerId consumer, Holding holding) {
        uncertain.remove(consumer);
        holding.amounts().keySet().forEach(touchedProviders::add);
        if (holding.isNothing()) {
            granted.remove(consumer);
        } else {
            granted.put(consumer, holding);
        }
    }

    /** The consumer was to hold this from now on, but no answer came, or one that leaves it open. */
    public void doubt(ConsumerId consumer, Holding asked) {
        asked.amounts().keySet().forEach(touchedProviders::add);
        uncertain.put(consumer, asked);
    }

    public Holding of(ConsumerId consumer) {
        return granted.getOrDefault(consumer, Holding.NOTHING);
    }

    /** What such a request wanted of this consumer, if there is one. */
    public Optional<Holding> doubtful(ConsumerId consumer) {
        return Optional.ofNullable(uncertain.get(consumer));
    }

    /** Every consumer that holds something or may do so. */
    public ImmutableSortedSet<ConsumerId> consumers() {
        return ImmutableSortedSet.<ConsumerId>naturalOrder()
                .addAll(granted.keySet())
                .addAll(uncertain.keySet())
                .build();
    }

    /** Every provider that anything was ever claimed from. */
    public ImmutableSortedSet<String> touchedProviders() {
        return ImmutableSortedSet.copyOf(touchedProviders);
    }

    /** What is held in all, by resource class; what is uncertain counts as it was before. */
    public ImmutableSortedMap<String, Long> totals() {
        TreeMap<String, Long> totals = new TreeMap<>();
        for (Map.Entry<ConsumerId, Holding> entry : granted.entrySet()) {
            entry.getValue().addTo(totals);
        }
        return ImmutableSortedMap.copyOf(totals);
    }

    public int size() {
        return granted.size();
    }
}
