package dev.berth.events.model;

import static dev.berth.events.model.MalformedException.quoted;

import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Lists;
import com.google.common.collect.Maps;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * What a consumer takes, or is to take, from which providers. In the order of providers, and of the classes of each;
 * that is the order in which it is judged, written and hashed. Immutable.
 *
 * @param byProvider each provider once; one from which nothing is taken is not in it. A list and not a map, because
 *     most consumers take from one provider, and a sorted map of one takes twice the memory
 */
public record Allocations(ImmutableList<ProviderAmounts> byProvider) implements Iterable<Allocation> {
    private static final Comparator<ProviderAmounts> BY_PROVIDER = Comparator.comparing(ProviderAmounts::provider);

    public static final Allocations NONE = new Allocations(ImmutableList.of());

    /** @throws MalformedException if a provider comes twice */
    public Allocations {
        byProvider = inOrder(byProvider);
    }

    private static ImmutableList<ProviderAmounts> inOrder(ImmutableList<ProviderAmounts> amounts) {
        if (Comparators.isInStrictOrder(amounts, BY_PROVIDER)) {
            return amounts;
        }
        Set<ProviderId> met = new TreeSet<>();
        for (ProviderAmounts each : amounts) {
            if (!met.add(each.provider())) {
                throw new MalformedException("expected each entry once but got two of "
                        + quoted(each.provider().toString()));
            }
        }
        return ImmutableList.sortedCopyOf(BY_PROVIDER, amounts);
    }

    /** Amounts from one provider. */
    public static Allocations of(ProviderId provider, ImmutableSortedMap<ResourceClass, Long> amounts) {
        return new Allocations(ImmutableList.of(new ProviderAmounts(provider, amounts)));
    }

    /** One amount. */
    public static Allocations of(ProviderId provider, ResourceClass resourceClass, long amount) {
        return of(provider, ImmutableSortedMap.of(resourceClass, amount));
    }

    /** What is taken from each of the providers, all of which have amounts. */
    public static Allocations of(Map<ProviderId, ImmutableSortedMap<ResourceClass, Long>> byProvider) {
        ImmutableList.Builder<ProviderAmounts> all = ImmutableList.builder();
        byProvider.forEach((provider, amounts) -> all.add(new ProviderAmounts(provider, amounts)));
        return new Allocations(all.build());
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
            return of(Maps.transformValues(amounts, ImmutableSortedMap::copyOfSorted));
        }
    }

    public boolean isEmpty() {
        return byProvider.isEmpty();
    }

    /** The providers from which something is taken. */
    public ImmutableSortedSet<ProviderId> providers() {
        return ImmutableSortedSet.copyOf(ids());
    }

    private List<ProviderId> ids() {
        return Lists.transform(byProvider, ProviderAmounts::provider);
    }

    /** What is taken from the provider by class; empty if nothing is. */
    public ImmutableSortedMap<ResourceClass, Long> from(ProviderId provider) {
        int at = Collections.binarySearch(ids(), provider);
        return at < 0 ? ImmutableSortedMap.of() : byProvider.get(at).amounts();
    }

    /** How much of the class is taken from the provider; 0 if nothing is. */
    public long amount(ProviderId provider, ResourceClass resourceClass) {
        return from(provider).getOrDefault(resourceClass, 0L);
    }

    /** How many amounts there are, each of one class of one provider. */
    public int count() {
        int count = 0;
        for (ProviderAmounts each : byProvider) {
            count += each.amounts().size();
        }
        return count;
    }

    /** Provider by provider. */
    public void forEach(BiConsumer<ProviderId, ImmutableSortedMap<ResourceClass, Long>> action) {
        byProvider.forEach(each -> action.accept(each.provider(), each.amounts()));
    }

    /** Amount by amount. */
    @Override
    public Iterator<Allocation> iterator() {
        ImmutableList.Builder<Allocation> all = ImmutableList.builder();
        forEach((provider, amounts) ->
                amounts.forEach((resourceClass, amount) -> all.add(new Allocation(provider, resourceClass, amount))));
        return all.build().iterator();
    }

    /** As a map of maps is written. */
    @Override
    public String toString() {
        return Maps.transformValues(Maps.uniqueIndex(byProvider, ProviderAmounts::provider), ProviderAmounts::amounts)
                .toString();
    }
}
