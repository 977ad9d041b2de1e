package dev.berth.ledger.state;

import java.util.Iterator;

/**
 * A set of ids, kept as an {@link IdMap} keeps its keys, and sorted when it is iterated. Immutable.
 *
 * @param ids each mapped to itself
 */
record IdSet<K extends Comparable<K>>(IdMap<K, K> ids) implements Iterable<K> {
    static <K extends Comparable<K>> IdSet<K> empty() {
        return new IdSet<>(IdMap.<K, K>empty());
    }

    /** The ids that were put into a builder, each mapped to itself. */
    static <K extends Comparable<K>> IdSet<K> of(IdMap.Builder<K, K> ids) {
        return new IdSet<>(ids.build());
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    int size() {
        return ids.size();
    }

    IdSet<K> with(K id) {
        return new IdSet<>(ids.with(id, id));
    }

    IdSet<K> without(K id) {
        return new IdSet<>(ids.without(id));
    }

    /** In order. */
    @Override
    public Iterator<K> iterator() {
        return ids.values().iterator();
    }
}
