package dev.berth.ledger.forest;

import dev.berth.events.model.AggregateId;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import io.vavr.collection.HashMap;

/**
 * Small numbers for the names that occur in a forest, each kind counted from 0. A number is never given to another name; numbers
 * mean nothing outside their forest and its descendants. Immutable.
 */
public final class Symbols {
    /** The number of a name that no provider has ever had. */
    public static final int UNKNOWN = -1;

    static final Symbols NONE = new Symbols(HashMap.empty(), HashMap.empty(), HashMap.empty());

    private final HashMap<ResourceClass, Integer> classes;
    private final HashMap<Trait, Integer> traits;
    private final HashMap<AggregateId, Integer> aggregates;

    private Symbols(
            HashMap<ResourceClass, Integer> classes,
            HashMap<Trait, Integer> traits,
            HashMap<AggregateId, Integer> aggregates) {
        this.classes = classes;
        this.traits = traits;
        this.aggregates = aggregates;
    }

    public int of(ResourceClass resourceClass) {
        return classes.getOrElse(resourceClass, UNKNOWN);
    }

    public int of(Trait trait) {
        return traits.getOrElse(trait, UNKNOWN);
    }

    public int of(AggregateId aggregate) {
        return aggregates.getOrElse(aggregate, UNKNOWN);
    }

    /** These numbers, and new ones for what the provider brings. */
    Symbols with(Provider provider) {
        HashMap<ResourceClass, Integer> moreClasses =
                numbered(classes, provider.inventories().keySet());
        HashMap<Trait, Integer> moreTraits = numbered(traits, provider.traits());
        HashMap<AggregateId, Integer> moreAggregates = numbered(aggregates, provider.aggregates());
        return moreClasses == classes && moreTraits == traits && moreAggregates == aggregates
                ? this
                : new Symbols(moreClasses, moreTraits, moreAggregates);
    }

    private static <K> HashMap<K, Integer> numbered(HashMap<K, Integer> numbers, Iterable<K> names) {
        HashMap<K, Integer> more = numbers;
        for (K name : names) {
            if (!more.containsKey(name)) {
                more = more.put(name, more.size());
            }
        }
        return more;
    }
}
