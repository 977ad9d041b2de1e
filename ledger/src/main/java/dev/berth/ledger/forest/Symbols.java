package dev.berth.ledger.forest;

import dev.berth.events.model.AggregateId;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.TreeMap;

/**
 * Small numbers for the names that occur in a forest, each kind counted from 0. A number is never given to another
 * name; numbers mean nothing outside their forest and its descendants. Names are kept in order and not by hash, because
 * clients choose them and could give many of them the same hash. Immutable.
 */
public final class Symbols {
    /** The number of a name that no provider has ever had. */
    public static final int UNKNOWN = -1;

    static final Symbols NONE = new Symbols(TreeMap.empty(), TreeMap.empty(), HashMap.empty());

    private final TreeMap<ResourceClass, Integer> classes;
    private final TreeMap<Trait, Integer> traits;
    private final HashMap<AggregateId, Integer> aggregates;

    private Symbols(
            TreeMap<ResourceClass, Integer> classes,
            TreeMap<Trait, Integer> traits,
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
        TreeMap<ResourceClass, Integer> moreClasses =
                numbered(classes, provider.inventories().keySet());
        TreeMap<Trait, Integer> moreTraits = numbered(traits, provider.traits());
        HashMap<AggregateId, Integer> moreAggregates = numbered(aggregates, provider.aggregates());
        return moreClasses == classes && moreTraits == traits && moreAggregates == aggregates
                ? this
                : new Symbols(moreClasses, moreTraits, moreAggregates);
    }

    // Vavr's maps by hash and in order share an interface, whose methods give it back.
    @SuppressWarnings("unchecked")
    private static <K, M extends Map<K, Integer>> M numbered(M numbers, Iterable<K> names) {
        M more = numbers;
        for (K name : names) {
            if (!more.containsKey(name)) {
                more = (M) more.put(name, more.size());
            }
        }
        return more;
    }
}
