package dev.berth.ledger.state;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderAmounts;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The consumers of a region, and what follows from them: what is used of each provider, and who uses it. Usage is a
 * projection of the allocations and is changed nowhere but here, together with them. Immutable.
 */
public final class ConsumerTable {
    static final ConsumerTable EMPTY =
            new ConsumerTable(IdMap.empty(Consumer::id), IdMap.empty(Use::provider), IdMap.empty(Guests::host));

    private final IdMap<ConsumerId, Consumer> byId;
    private final IdMap<ProviderId, Use> uses;
    private final IdMap<ProviderId, Guests> guestsByHost;

    /**
     * What is used of one provider.
     *
     * @param amounts by class; classes of which nothing is used are not in it
     * @param holders those who hold any of it
     */
    private record Use(
            ProviderId provider, ImmutableSortedMap<ResourceClass, Long> amounts, IdSet<ConsumerId> holders) {
        static Use none(ProviderId provider) {
            return new Use(provider, ImmutableSortedMap.of(), IdSet.empty());
        }

        boolean isNone() {
            return amounts.isEmpty() && holders.isEmpty();
        }

        Use with(ConsumerId holder, ImmutableSortedMap<ResourceClass, Long> taken) {
            return new Use(provider, sum(amounts, taken, 1), holders.with(holder));
        }

        Use without(ConsumerId holder, ImmutableSortedMap<ResourceClass, Long> released) {
            return new Use(provider, sum(amounts, released, -1), holders.without(holder));
        }

        private static ImmutableSortedMap<ResourceClass, Long> sum(
                ImmutableSortedMap<ResourceClass, Long> amounts,
                ImmutableSortedMap<ResourceClass, Long> more,
                int sign) {
            TreeMap<ResourceClass, Long> sum = new TreeMap<>(amounts);
            more.forEach((resourceClass, amount) -> sum.merge(resourceClass, sign * amount, Long::sum));
            sum.values().removeIf(used -> used == 0);
            return ImmutableSortedMap.copyOfSorted(sum);
        }
    }

    /** Those whose guest sits on cells of a host; one without guests has none of these. */
    private record Guests(ProviderId host, IdSet<ConsumerId> ids) {}

    private ConsumerTable(
            IdMap<ConsumerId, Consumer> byId, IdMap<ProviderId, Use> uses, IdMap<ProviderId, Guests> guestsByHost) {
        this.byId = byId;
        this.uses = uses;
        this.guestsByHost = guestsByHost;
    }

    /** The table as its consumers, and what is used by them, were read back from a store. */
    static ConsumerTable restored(
            Iterable<Consumer> consumers, Map<ProviderId, ImmutableSortedMap<ResourceClass, Long>> usage) {
        IdMap.Builder<ConsumerId, Consumer> byId = new IdMap.Builder<>(Consumer::id);
        Holders holders = new Holders();
        Holders guests = new Holders();
        for (Consumer consumer : consumers) {
            byId.put(consumer);
            consumer.allocations().forEach((provider, amounts) -> holders.add(provider, consumer.id()));
            consumer.placement().ifPresent(placement -> guests.add(placement.host(), consumer.id()));
        }
        usage.keySet().forEach(holders::add);
        return new ConsumerTable(
                byId.build(),
                holders.map(
                        Use::provider,
                        (provider, ids) ->
                                new Use(provider, usage.getOrDefault(provider, ImmutableSortedMap.of()), ids)),
                guests.map(Guests::host, Guests::new));
    }

    /** The consumers of each provider, in the making. */
    private static final class Holders {
        private final Map<ProviderId, IdSet.Builder<ConsumerId>> byProvider = new LinkedHashMap<>();

        IdSet.Builder<ConsumerId> add(ProviderId provider) {
            return byProvider.computeIfAbsent(provider, none -> new IdSet.Builder<>());
        }

        void add(ProviderId provider, ConsumerId holder) {
            add(provider).add(holder);
        }

        <V> IdMap<ProviderId, V> map(Function<V, ProviderId> idOf, BiFunction<ProviderId, IdSet<ConsumerId>, V> value) {
            IdMap.Builder<ProviderId, V> map = new IdMap.Builder<>(idOf);
            byProvider.forEach((provider, ids) -> map.put(value.apply(provider, ids.build())));
            return map.build();
        }
    }

    public Optional<Consumer> find(ConsumerId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** All consumers, ordered by id; sorts them, so it is not for the hot path. */
    public List<Consumer> all() {
        return byId.values();
    }

    public int size() {
        return byId.size();
    }

    /** Those who hold anything of the provider, ordered by id. */
    public Iterable<ConsumerId> on(ProviderId provider) {
        return holders(provider);
    }

    /** How many hold anything of the provider; sorts nothing. */
    public int countOn(ProviderId provider) {
        return holders(provider).size();
    }

    private IdSet<ConsumerId> holders(ProviderId provider) {
        Use use = uses.get(provider);
        return use == null ? IdSet.empty() : use.holders();
    }

    /** Those whose guest sits on cells of the host, ordered by id. */
    public Iterable<ConsumerId> guestsOn(ProviderId host) {
        return guests(guestsByHost, host);
    }

    /** What is used of the provider; classes of which nothing is used are not in it. */
    public ImmutableSortedMap<ResourceClass, Long> usage(ProviderId provider) {
        Use use = uses.get(provider);
        return use == null ? ImmutableSortedMap.of() : use.amounts();
    }

    boolean isInUse(ProviderId provider) {
        return !holders(provider).isEmpty();
    }

    /** This table with the consumer in it, in place of the one with its id if there is one. */
    ConsumerTable with(Consumer consumer) {
        ConsumerTable others = byId.has(consumer.id()) ? without(consumer.id()) : this;
        IdMap<ProviderId, Use> now = others.uses;
        for (ProviderAmounts taken : consumer.allocations().byProvider()) {
            now = now.with(use(now, taken.provider()).with(consumer.id(), taken.amounts()));
        }
        return new ConsumerTable(others.byId.with(consumer), now, withGuest(others.guestsByHost, consumer));
    }

    /** This table without the consumer, which must be in it. */
    ConsumerTable without(ConsumerId id) {
        Consumer consumer = byId.get(id);
        if (consumer == null) {
            throw new IllegalStateException("expected consumer " + id + " but there is none");
        }
        IdMap<ProviderId, Use> now = uses;
        for (ProviderAmounts held : consumer.allocations().byProvider()) {
            Use rest = use(now, held.provider()).without(id, held.amounts());
            now = rest.isNone() ? now.without(held.provider()) : now.with(rest);
        }
        return new ConsumerTable(byId.without(id), now, withoutGuest(consumer));
    }

    private static Use use(IdMap<ProviderId, Use> uses, ProviderId provider) {
        Use use = uses.get(provider);
        return use == null ? Use.none(provider) : use;
    }

    private static IdSet<ConsumerId> guests(IdMap<ProviderId, Guests> byHost, ProviderId host) {
        Guests guests = byHost.get(host);
        return guests == null ? IdSet.empty() : guests.ids();
    }

    private static IdMap<ProviderId, Guests> withGuest(IdMap<ProviderId, Guests> byHost, Consumer guest) {
        if (guest.placement().isEmpty()) {
            return byHost;
        }
        ProviderId host = guest.placement().get().host();
        return byHost.with(new Guests(host, guests(byHost, host).with(guest.id())));
    }

    private IdMap<ProviderId, Guests> withoutGuest(Consumer guest) {
        if (guest.placement().isEmpty()) {
            return guestsByHost;
        }
        ProviderId host = guest.placement().get().host();
        IdSet<ConsumerId> rest = guests(guestsByHost, host).without(guest.id());
        return rest.isEmpty() ? guestsByHost.without(host) : guestsByHost.with(new Guests(host, rest));
    }
}
