package dev.berth.ledger.state;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * A set of ids, kept as an {@link IdMap} keeps its keys, and put in order as it is iterated: whoever wants the first
 * few of very many does not wait for all to be sorted. Immutable.
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
        return new InOrder<>(new PriorityQueue<>(ids.unsortedKeys()));
    }

    /** The least of what is left, again and again, from a heap: made in linear time. */
    private static final class InOrder<K extends Comparable<K>> implements Iterator<K> {
        private final PriorityQueue<K> left;

        InOrder(PriorityQueue<K> left) {
            this.left = left;
        }

        @Override
        public boolean hasNext() {
            return !left.isEmpty();
        }

        @Override
        public K next() {
            if (left.isEmpty()) {
                throw new NoSuchElementException();
            }
            return left.remove();
        }
    }
}
