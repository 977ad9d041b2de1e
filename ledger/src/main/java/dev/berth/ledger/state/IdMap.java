package dev.berth.ledger.state;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Values by their ids, whose hashes are spread evenly ({@link dev.berth.events.model.IdHash}). Immutable; a change
 * copies the path to what it changes and shares the rest. What is iterated is sorted first, so no order by hash gets
 * out.
 *
 * <p>A trie of nodes of 16 slots, which four bits of the hash choose among, the lowest first. A slot is empty, or has a
 * value, or a node where several values fall into it. Nodes are plain arrays, because half of the time of a look-up is
 * spent waiting for memory: one of 100,000 values is four arrays away. Nothing stands around a value, because the
 * garbage collector copies each object that a claim leaves.
 *
 * @param <V> a value, which knows its id and is no array
 */
final class IdMap<K extends Comparable<K>, V> {
    private static final int BITS = 4;
    private static final int WIDTH = 1 << BITS;

    private final Function<V, K> idOf;
    private final Object root;
    private final int size;

    /** Several values whose ids have the very same hash: what stands in a slot in place of a value, hardly ever. */
    private record Alike<V>(int hash, ImmutableList<V> values) {}

    /** A map in the making, whose nodes are changed in place; for one thread. */
    static final class Builder<K extends Comparable<K>, V> {
        private final IdMap<K, V> empty;
        private Object root;
        private int size;

        /** For a map whose values have these ids. */
        Builder(Function<V, K> idOf) {
            empty = empty(idOf);
        }

        /** Puts the value, which is not null, in place of the one with its id if there is one. */
        void put(V value) {
            K id = empty.idOf.apply(value);
            root = put(root, 0, id, id.hashCode(), value);
        }

        private Object put(Object at, int depth, K id, int hash, V value) {
            if (at instanceof Object[] node) {
                int slot = slot(hash, depth);
                node[slot] = put(node[slot], depth + BITS, id, hash, value);
                return node;
            }
            size += empty.find(at, id) == null ? 1 : 0;
            return empty.with(at, depth, id, hash, value);
        }

        /** The map; nothing may be put into this builder afterwards. */
        IdMap<K, V> build() {
            return new IdMap<>(empty.idOf, root, size);
        }
    }

    private IdMap(Function<V, K> idOf, Object root, int size) {
        this.idOf = idOf;
        this.root = root;
        this.size = size;
    }

    /** A map without values, for values that have these ids. */
    static <K extends Comparable<K>, V> IdMap<K, V> empty(Function<V, K> idOf) {
        return new IdMap<>(idOf, null, 0);
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean has(K id) {
        return get(id) != null;
    }

    /** The value with the id; null if there is none. */
    V get(K id) {
        int rest = id.hashCode();
        Object at = root;
        while (at instanceof Object[] node) {
            at = node[rest & WIDTH - 1];
            rest >>>= BITS;
        }
        return find(at, id);
    }

    /** The value with the id, in a slot without a node; null if it is not there. */
    @SuppressWarnings("unchecked")
    private V find(Object at, K id) {
        if (at instanceof Alike<?> alike) {
            return ((Alike<V>) alike)
                    .values().stream()
                            .filter(each -> isOf(each, id))
                            .findFirst()
                            .orElse(null);
        }
        return at != null && isOf((V) at, id) ? (V) at : null;
    }

    private boolean isOf(V value, K id) {
        return idOf.apply(value).equals(id);
    }

    /** All values, by their ids; sorts them. */
    List<V> values() {
        List<V> all = unsorted();
        all.sort(Comparator.comparing(idOf));
        return Collections.unmodifiableList(all);
    }

    /** All values in no order, for those who put them in one themselves. */
    List<V> unsorted() {
        List<V> all = new ArrayList<>(size);
        collect(root, all);
        return all;
    }

    @SuppressWarnings("unchecked")
    private static <V> void collect(Object at, List<V> all) {
        if (at instanceof Object[] node) {
            for (Object slot : node) {
                collect(slot, all);
            }
        } else if (at instanceof Alike<?> alike) {
            all.addAll(((Alike<V>) alike).values());
        } else if (at != null) {
            all.add((V) at);
        }
    }

    /** This map with the value, which is not null, in place of the one with its id if there is one. */
    IdMap<K, V> with(V value) {
        K id = idOf.apply(value);
        return new IdMap<>(idOf, with(root, 0, id, id.hashCode(), value), has(id) ? size : size + 1);
    }

    @SuppressWarnings("unchecked")
    private Object with(Object at, int depth, K id, int hash, V value) {
        if (at instanceof Object[] node) {
            int slot = slot(hash, depth);
            return replaced(node, slot, with(node[slot], depth + BITS, id, hash, value));
        }
        if (at == null || !(at instanceof Alike<?>) && isOf((V) at, id)) {
            return value;
        }
        int there =
                at instanceof Alike<?> alike ? alike.hash() : idOf.apply((V) at).hashCode();
        if (there == hash) {
            return new Alike<>(
                    hash,
                    ImmutableList.<V>builder().addAll(others(at, id)).add(value).build());
        }
        Object[] node = new Object[WIDTH];
        node[slot(there, depth)] = at;
        int slot = slot(hash, depth);
        node[slot] = with(node[slot], depth + BITS, id, hash, value);
        return node;
    }

    /** What a slot without a node has but for the value with the id. */
    private List<V> others(Object at, K id) {
        List<V> others = new ArrayList<>();
        collect(at, others);
        others.removeIf(each -> isOf(each, id));
        return others;
    }

    /** This map without the value with the id. */
    IdMap<K, V> without(K id) {
        return has(id) ? new IdMap<>(idOf, without(root, 0, id, id.hashCode()), size - 1) : this;
    }

    private Object without(Object at, int depth, K id, int hash) {
        if (at instanceof Object[] node) {
            int slot = slot(hash, depth);
            return withoutLoneValue(replaced(node, slot, without(node[slot], depth + BITS, id, hash)));
        }
        List<V> others = others(at, id);
        return switch (others.size()) {
            case 0 -> null;
            case 1 -> others.get(0);
            default -> new Alike<>(hash, ImmutableList.copyOf(others));
        };
    }

    /** The node, or the one value in it: nodes with one would be left for ever where many have come and gone. */
    private static Object withoutLoneValue(Object[] node) {
        Object last = null;
        for (Object each : node) {
            if (each != null && last != null) {
                return node;
            }
            last = each == null ? last : each;
        }
        return last instanceof Object[] ? node : last;
    }

    private static int slot(int hash, int depth) {
        return hash >>> depth & WIDTH - 1;
    }

    private static Object[] replaced(Object[] node, int slot, Object by) {
        Object[] copy = node.clone();
        copy[slot] = by;
        return copy;
    }
}
