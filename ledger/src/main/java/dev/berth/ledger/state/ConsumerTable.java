package dev.berth.ledger.state;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import io.vavr.collection.HashMap;
import io.vavr.collection.TreeSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The consumers of a region, and what follows from them: what is used of each provider, and who uses it. Usage is a
 * projection of the allocations and is changed nowhere but here, together with them. Immutable.
 */
public final class ConsumerTable {
    static final ConsumerTable EMPTY =
            new ConsumerTable(HashMap.empty(), HashMap.empty(), HashMap.empty(), HashMap.empty());

    private final HashMap<ConsumerId, Consumer> byId;
    private final HashMap<ProviderId, TreeSet<ConsumerId>> byProvider;
    private final HashMap<ProviderId, TreeSet<ConsumerId>> guestsByHost;
    private final HashMap<ProviderId, ImmutableSortedMap<ResourceClass, Long>> usage;

    private ConsumerTable(
            HashMap<ConsumerId, Consumer> byId,
            HashMap<ProviderId, TreeSet<ConsumerId>> byProvider,
            HashMap<ProviderId, TreeSet<ConsumerId>> guestsByHost,
            HashMap<ProviderId, ImmutableSortedMap<ResourceClass, Long>> usage) {
        this.byId = byId;
        this.byProvider = byProvider;
        this.guestsByHost = guestsByHost;
        this.usage = usage;
    }

    /** The table as its consumers, and what is used by them, were read back from a store. */
    static ConsumerTable restored(
            Iterable<Consumer> consumers, Map<ProviderId, ImmutableSortedMap<ResourceClass, Long>> usage) {
        Map<ConsumerId, Consumer> byId = new java.util.TreeMap<>();
        Map<ProviderId, List<ConsumerId>> byProvider = new java.util.TreeMap<>();
        Map<ProviderId, List<ConsumerId>> guestsByHost = new java.util.TreeMap<>();
        for (Consumer consumer : consumers) {
            byId.put(consumer.id(), consumer);
            consumer.allocations().providers().forEach(provider -> add(byProvider, provider, consumer.id()));
            consumer.placement().ifPresent(placed -> add(guestsByHost, placed.host(), consumer.id()));
        }
        return new ConsumerTable(
                HashMap.ofAll(byId),
                HashMap.ofAll(sets(byProvider)),
                HashMap.ofAll(sets(guestsByHost)),
                HashMap.ofAll(usage));
    }

    private static void add(Map<ProviderId, List<ConsumerId>> lists, ProviderId key, ConsumerId consumer) {
        lists.computeIfAbsent(key, none -> new ArrayList<>()).add(consumer);
    }

    private static Map<ProviderId, TreeSet<ConsumerId>> sets(Map<ProviderId, List<ConsumerId>> lists) {
        Map<ProviderId, TreeSet<ConsumerId>> sets = new java.util.TreeMap<>();
        lists.forEach((key, consumers) -> sets.put(key, TreeSet.ofAll(consumers)));
        return sets;
    }

    public Optional<Consumer> find(ConsumerId id) {
        return Optional.ofNullable(byId.getOrElse(id, null));
    }

    /** All consumers, ordered by id; sorts them, so it is not for the hot path. */
    public Iterable<Consumer> all() {
        return byId.values()
                .toJavaStream()
                .sorted(Comparator.comparing(Consumer::id))
                .toList();
    }

    public int size() {
        return byId.size();
    }

    /** Those who hold anything of the provider, ordered by id. */
    public Iterable<ConsumerId> on(ProviderId provider) {
        return byProvider.getOrElse(provider, TreeSet.empty());
    }

    /** Those whose guest sits on cells of the host, ordered by id. */
    public Iterable<ConsumerId> guestsOn(ProviderId host) {
        return guestsByHost.getOrElse(host, TreeSet.empty());
    }

    /** What is used of the provider; classes of which nothing is used are not in it. */
    public ImmutableSortedMap<ResourceClass, Long> usage(ProviderId provider) {
        return usage.getOrElse(provider, ImmutableSortedMap.of());
    }

    long used(ProviderId provider, ResourceClass resourceClass) {
        Long used = usage(provider).get(resourceClass);
        return used == null ? 0 : used;
    }

    boolean isInUse(ProviderId provider) {
        return byProvider.containsKey(provider);
    }

    /** This table with the consumer in it, in place of the one with its id if there is one. */
    ConsumerTable with(Consumer consumer) {
        ConsumerTable others = byId.containsKey(consumer.id()) ? without(consumer.id()) : this;
        HashMap<ProviderId, TreeSet<ConsumerId>> holders = others.byProvider;
        HashMap<ProviderId, ImmutableSortedMap<ResourceClass, Long>> used = others.usage;
        for (Map.Entry<ProviderId, ImmutableSortedMap<ResourceClass, Long>> allocation :
                consumer.allocations().byProvider().entrySet()) {
            ProviderId provider = allocation.getKey();
            holders = added(holders, provider, consumer.id());
            used = used.put(provider, sum(others.usage(provider), allocation.getValue(), 1));
        }
        return new ConsumerTable(
                others.byId.put(consumer.id(), consumer),
                holders,
                consumer.placement()
                        .map(placed -> added(others.guestsByHost, placed.host(), consumer.id()))
                        .orElse(others.guestsByHost),
                used);
    }

    /** This table without the consumer, which must be in it. */
    ConsumerTable without(ConsumerId id) {
        Consumer consumer = byId.getOrElse(id, null);
        if (consumer == null) {
            throw new IllegalStateException("expected consumer " + id + " but there is none");
        }
        HashMap<ProviderId, TreeSet<ConsumerId>> holders = byProvider;
        HashMap<ProviderId, ImmutableSortedMap<ResourceClass, Long>> used = usage;
        for (Map.Entry<ProviderId, ImmutableSortedMap<ResourceClass, Long>> allocation :
                consumer.allocations().byProvider().entrySet()) {
            ProviderId provider = allocation.getKey();
            holders = removed(holders, provider, id);
            ImmutableSortedMap<ResourceClass, Long> left = sum(usage(provider), allocation.getValue(), -1);
            used = left.isEmpty() ? used.remove(provider) : used.put(provider, left);
        }
        return new ConsumerTable(
                byId.remove(id),
                holders,
                consumer.placement()
                        .map(placed -> removed(guestsByHost, placed.host(), id))
                        .orElse(guestsByHost),
                used);
    }

    private static ImmutableSortedMap<ResourceClass, Long> sum(
            ImmutableSortedMap<ResourceClass, Long> usage, ImmutableSortedMap<ResourceClass, Long> amounts, int sign) {
        java.util.TreeMap<ResourceClass, Long> sum = new java.util.TreeMap<>(usage);
        amounts.forEach((resourceClass, amount) -> sum.merge(resourceClass, sign * amount, Long::sum));
        sum.values().removeIf(used -> used == 0);
        return ImmutableSortedMap.copyOfSorted(sum);
    }

    private static HashMap<ProviderId, TreeSet<ConsumerId>> added(
            HashMap<ProviderId, TreeSet<ConsumerId>> sets, ProviderId key, ConsumerId consumer) {
        return sets.put(key, sets.getOrElse(key, TreeSet.empty()).add(consumer));
    }

    private static HashMap<ProviderId, TreeSet<ConsumerId>> removed(
            HashMap<ProviderId, TreeSet<ConsumerId>> sets, ProviderId key, ConsumerId consumer) {
        TreeSet<ConsumerId> rest = sets.getOrElse(key, TreeSet.empty()).remove(consumer);
        return rest.isEmpty() ? sets.remove(key) : sets.put(key, rest);
    }
}
