package dev.berth.ledger.state;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * A set of ids, kept as an {@link IdMap} keeps values, and put in order as it is iterated: whoever wants the first few
 * of very many does not wait for all to be sorted. Immutable.
 *
 * @param ids each its own id
 */
record IdSet<K extends Comparable<K>>(IdMap<K, K> ids) implements Iterable<K> {
    private static final IdSet<?> EMPTY = new IdSet<>(IdMap.<String, String>empty(Function.identity()));

    @SuppressWarnings("unchecked")
    static <K extends Comparable<K>> IdSet<K> empty() {
        return (IdSet<K>) EMPTY;
    }

    /** A set in the making; for one thread. */
    static final class Builder<K extends Comparable<K>> {
        private final IdMap.Builder<K, K> ids = new IdMap.Builder<K, K>(Function.identity());

        void add(K id) {
            ids.put(id);
        }

        /** The set; nothing may be added to this builder afterwards. */
        IdSet<K> build() {
            return new IdSet<>(ids.build());
        }
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    int size() {
        return ids.size();
    }

    IdSet<K> with(K id) {
        return new IdSet<>(ids.with(id));
    }

    IdSet<K> without(K id) {
        return new IdSet<>(ids.without(id));
    }

    /** In order. */
    @Override
    public Iterator<K> iterator() {
        return new InOrder<>(new PriorityQueue<>(ids.unsorted()));
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
