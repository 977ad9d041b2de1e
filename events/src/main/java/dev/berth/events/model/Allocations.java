package dev.berth.events.model;

import static dev.berth.events.model.MalformedException.quoted;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Iterables;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What a consumer takes, or is to take, from which providers. In the order of providers, and of the classes of each;
 * that is the order in which it is judged, written and hashed. Immutable.
 *
 * @param byProvider amounts of 1 or more in the units of their classes; a provider from which nothing is taken is not
 *     in it
 */
public record Allocations(ImmutableSortedMap<ProviderId, ImmutableSortedMap<ResourceClass, Long>> byProvider)
        implements Iterable<Allocation> {
    public static final Allocations NONE = new Allocations(ImmutableSortedMap.of());

    public Allocations {
        byProvider.forEach((provider, amounts) -> {
            if (amounts.isEmpty()) {
                throw new MalformedException("expected amounts from provider " + provider + " but got none");
            }
            amounts.forEach((resourceClass, amount) -> {
                if (amount < 1) {
                    throw new MalformedException("expected amounts of 1 or more from provider " + provider + " but got "
                            + amount + " of " + quoted(resourceClass.name()));
                }
            });
        });
    }

    /** Amounts from one provider. */
    public static Allocations of(ProviderId provider, ImmutableSortedMap<ResourceClass, Long> amounts) {
        return new Allocations(ImmutableSortedMap.of(provider, amounts));
    }

    /** One amount. */
    public static Allocations of(ProviderId provider, ResourceClass resourceClass, long amount) {
        return of(provider, ImmutableSortedMap.of(resourceClass, amount));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Allocations in the making, in any order; for one thread. */
    public static final class Builder {
        private final TreeMap<ProviderId, TreeMap<ResourceClass, Long>> amounts = new TreeMap<>();

        private Builder() {}

        /** Adds this much of the class. */
        public Builder add(ProviderId provider, ResourceClass resourceClass, long amount) {
            amounts.computeIfAbsent(provider, none -> new TreeMap<>()).merge(resourceClass, amount, Long::sum);
            return this;
        }

        public Builder addAll(Allocations more) {
            more.forEach(each -> add(each.provider(), each.resourceClass(), each.amount()));
            return this;
        }

        /** These amounts and no others from the provider. */
        public Builder put(ProviderId provider, Map<ResourceClass, Long> only) {
            amounts.put(provider, new TreeMap<>(only));
            return this;
        }

        /** @throws MalformedException if an amount is less than 1, or a provider was given without any */
        public Allocations build() {
            ImmutableSortedMap.Builder<ProviderId, ImmutableSortedMap<ResourceClass, Long>> byProvider =
                    ImmutableSortedMap.naturalOrder();
            amounts.forEach((provider, taken) -> byProvider.put(provider, ImmutableSortedMap.copyOfSorted(taken)));
            return new Allocations(byProvider.build());
        }
    }

    public boolean isEmpty() {
        return byProvider.isEmpty();
    }

    /** The providers from which something is taken. */
    public ImmutableSortedSet<ProviderId> providers() {
        return byProvider.keySet();
    }

    /** What is taken from the provider by class; empty if nothing is. */
    public ImmutableSortedMap<ResourceClass, Long> from(ProviderId provider) {
        return byProvider.getOrDefault(provider, ImmutableSortedMap.of());
    }

    /** How much of the class is taken from the provider; 0 if nothing is. */
    public long amount(ProviderId provider, ResourceClass resourceClass) {
        return from(provider).getOrDefault(resourceClass, 0L);
    }

    /** How many amounts there are, each of one class of one provider. */
    public int count() {
        int count = 0;
        for (ImmutableSortedMap<ResourceClass, Long> amounts : byProvider.values()) {
            count += amounts.size();
        }
        return count;
    }

    /** Provider by provider. */
    public void forEach(BiConsumer<ProviderId, ImmutableSortedMap<ResourceClass, Long>> action) {
        byProvider.forEach(action);
    }

    /** Amount by amount. */
    @Override
    public Iterator<Allocation> iterator() {
        ImmutableList.Builder<Allocation> all = ImmutableList.builder();
        byProvider.forEach((provider, amounts) ->
                amounts.forEach((resourceClass, amount) -> all.add(new Allocation(provider, resourceClass, amount))));
        return all.build().iterator();
    }

    /** Without the sets of entries, which the maps would keep: consumers hold these maps as long as they live. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Allocations same) || !byProvider.keySet().equals(same.byProvider.keySet())) {
            return false;
        }
        for (ProviderId provider : providers()) {
            ImmutableSortedMap<ResourceClass, Long> amounts = from(provider);
            ImmutableSortedMap<ResourceClass, Long> others = same.from(provider);
            if (!amounts.keySet().equals(others.keySet())
                    || !Iterables.elementsEqual(amounts.values(), others.values())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return byProvider.hashCode();
    }

    /** As a map of maps is written. */
    @Override
    public String toString() {
        return byProvider.toString();
    }
}
