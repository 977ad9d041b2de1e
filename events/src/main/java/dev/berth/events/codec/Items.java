package dev.berth.events.codec;

import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Lists;
import dev.berth.events.model.MalformedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The collections of the model, each said as an array.
 *
 * @param <C> the collection
 * @param <T> an item of the array
 */
final class Items<C, T> implements Mapping<C> {
    private final Mapping<T> item;
    private final Function<C, ? extends ImmutableCollection<T>> items;
    private final Function<List<T>, C> collector;

    private Items(
            Mapping<T> item, Function<C, ? extends ImmutableCollection<T>> items, Function<List<T>, C> collector) {
        this.item = item;
        this.items = items;
        this.collector = collector;
    }

    static <T> Items<ImmutableList<T>, T> list(Mapping<T> item) {
        return new Items<>(item, list -> list, ImmutableList::copyOf);
    }

    /** A set; an item that comes twice is in it once. */
    static <T extends Comparable<T>> Items<ImmutableSortedSet<T>, T> set(Mapping<T> item) {
        return new Items<>(item, set -> set, ImmutableSortedSet::copyOf);
    }

    /** A map, each entry a record of its own. */
    static <K extends Comparable<K>, V> Items<ImmutableSortedMap<K, V>, Map.Entry<K, V>> map(
            Mapping<Map.Entry<K, V>> entry) {
        return new Items<>(entry, ImmutableSortedMap::entrySet, entries -> {
            requireDistinct(Lists.<Map.Entry<K, V>, K>transform(entries, Map.Entry::getKey));
            return ImmutableSortedMap.copyOf(entries);
        });
    }

    /** A map of values that know their keys, each said by its value alone. */
    static <K extends Comparable<K>, V> Items<ImmutableSortedMap<K, V>, V> keyed(Mapping<V> value, Function<V, K> key) {
        return new Items<>(value, ImmutableSortedMap::values, values -> {
            requireDistinct(Lists.<V, K>transform(values, key::apply));
            return values.stream()
                    .collect(ImmutableSortedMap.toImmutableSortedMap(K::compareTo, key, Function.identity()));
        });
    }

    @Override
    public void write(C collection, BinaryOutput out) {
        ImmutableCollection<T> all = items.apply(collection);
        if (!all.isEmpty()) {
            out.writeLong(all.size());
            for (T each : all) {
                item.write(each, out);
            }
        }
        out.writeLong(0);
    }

    @Override
    public C read(BinaryInput in) throws NotAvroException {
        List<T> all = new ArrayList<>();
        boolean isLocated = in.isRefused();
        for (long count = in.readBlock(); count > 0; count = in.readBlock()) {
            for (long i = 0; i < count; i++) {
                T each = item.read(in);
                if (!in.isRefused()) {
                    all.add(each);
                } else if (!isLocated) {
                    isLocated = true;
                    in.locate("[" + all.size() + "]");
                }
            }
        }
        if (in.isRefused()) {
            return null;
        }
        try {
            return collector.apply(all);
        } catch (MalformedException e) {
            in.refuse(e.getMessage());
            return null;
        }
    }

    /** An entry that comes twice would have two meanings. */
    private static <K extends Comparable<K>> void requireDistinct(List<K> keys) {
        if (Comparators.isInStrictOrder(keys, Comparator.<K>naturalOrder())) {
            return;
        }
        Set<K> met = new TreeSet<>();
        for (K key : keys) {
            if (!met.add(key)) {
                throw new MalformedException(
                        "expected each entry once but got two of " + MalformedException.quoted(key.toString()));
            }
        }
    }
}
