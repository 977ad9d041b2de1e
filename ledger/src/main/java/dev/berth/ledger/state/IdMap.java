package dev.berth.ledger.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A map by ids, whose hashes are spread evenly ({@link dev.berth.events.model.IdHash}). Immutable; a change copies the
 * path to what it changes and shares the rest. What is iterated is sorted first, so no order by hash gets out.
 *
 * <p>A trie of nodes of 16 slots, which four bits of the hash choose among, the lowest first. A slot is empty, or has
 * an entry, or a node where several entries fall into it. Nodes are plain arrays, because half of the time of a look-up
 * is spent waiting for memory: an entry of 100,000 is four arrays away.
 */
final class IdMap<K extends Comparable<K>, V> {
    private static final int BITS = 4;
    private static final int WIDTH = 1 << BITS;

    private static final IdMap<?, ?> EMPTY = new IdMap<>(null, 0);

    private final Object root;
    private final int size;

    /**
     * What an id is mapped to.
     *
     * @param next another entry with the very same hash; null for almost all
     */
    private record Entry<K, V>(int hash, K key, V value, Entry<K, V> next) {
        int slot(int depth) {
            return hash >>> depth & WIDTH - 1;
        }

        V find(int otherHash, K other) {
            for (Entry<K, V> each = this; each != null; each = each.next) {
                if (each.hash == otherHash && each.key.equals(other)) {
                    return each.value;
                }
            }
            return null;
        }

        /** This and the entries behind it, which all have one hash, without the one for the key; null for none. */
        Entry<K, V> without(K gone) {
            if (key.equals(gone)) {
                return next;
            }
            return next == null ? this : new Entry<>(hash, key, value, next.without(gone));
        }
    }

    /** A map in the making, whose nodes are changed in place; for one thread. */
    static final class Builder<K extends Comparable<K>, V> {
        private Object root;
        private int size;

        /** Maps the id to the value, which is not null, in place of what it was mapped to. */
        void put(K key, V value) {
            root = put(root, 0, new Entry<>(key.hashCode(), key, value, null));
        }

        @SuppressWarnings("unchecked")
        private Object put(Object at, int depth, Entry<K, V> added) {
            if (at instanceof Object[] node) {
                int slot = added.slot(depth);
                node[slot] = put(node[slot], depth + BITS, added);
                return node;
            }
            Entry<K, V> there = (Entry<K, V>) at;
            size += there == null || there.find(added.hash(), added.key()) == null ? 1 : 0;
            return with(there, depth, added);
        }

        /** The map; nothing may be put into this builder afterwards. */
        IdMap<K, V> build() {
            return new IdMap<>(root, size);
        }
    }

    private IdMap(Object root, int size) {
        this.root = root;
        this.size = size;
    }

    @SuppressWarnings("unchecked")
    static <K extends Comparable<K>, V> IdMap<K, V> empty() {
        return (IdMap<K, V>) EMPTY;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean has(K key) {
        return get(key) != null;
    }

    /** What the id is mapped to; null if it is to nothing. */
    @SuppressWarnings("unchecked")
    V get(K key) {
        int hash = key.hashCode();
        int rest = hash;
        Object at = root;
        while (at instanceof Object[] node) {
            at = node[rest & WIDTH - 1];
            rest >>>= BITS;
        }
        return at == null ? null : ((Entry<K, V>) at).find(hash, key);
    }

    /** All values, by their ids; sorts them. */
    List<V> values() {
        return sorted().stream().map(Entry::value).toList();
    }

    /** All ids, in order; sorts them. */
    List<K> keys() {
        return sorted().stream().map(Entry::key).toList();
    }

    /** All ids in no order, for those who put them in one themselves. */
    List<K> unsortedKeys() {
        return entries().stream().map(Entry::key).toList();
    }

    private List<Entry<K, V>> sorted() {
        List<Entry<K, V>> all = entries();
        all.sort(Comparator.comparing(Entry::key));
        return all;
    }

    private List<Entry<K, V>> entries() {
        List<Entry<K, V>> all = new ArrayList<>(size);
        collect(root, all);
        return all;
    }

    @SuppressWarnings("unchecked")
    private static <K, V> void collect(Object at, List<Entry<K, V>> all) {
        if (at instanceof Object[] node) {
            for (Object slot : node) {
                collect(slot, all);
            }
            return;
        }
        for (Entry<K, V> each = (Entry<K, V>) at; each != null; each = each.next()) {
            all.add(each);
        }
    }

    /** This map with the id mapped to the value, which is not null. */
    IdMap<K, V> with(K key, V value) {
        Entry<K, V> added = new Entry<>(key.hashCode(), key, value, null);
        return new IdMap<>(with(root, 0, added), has(key) ? size : size + 1);
    }

    @SuppressWarnings("unchecked")
    private static <K, V> Object with(Object at, int depth, Entry<K, V> added) {
        if (at instanceof Object[] node) {
            int slot = added.slot(depth);
            return replaced(node, slot, with(node[slot], depth + BITS, added));
        }
        Entry<K, V> there = (Entry<K, V>) at;
        if (there == null) {
            return added;
        }
        if (there.hash() == added.hash()) {
            return new Entry<>(added.hash(), added.key(), added.value(), there.without(added.key()));
        }
        Object[] node = new Object[WIDTH];
        node[there.slot(depth)] = there;
        int slot = added.slot(depth);
        node[slot] = with(node[slot], depth + BITS, added);
        return node;
    }

    /** This map without the id. */
    IdMap<K, V> without(K key) {
        return has(key) ? new IdMap<>(without(root, 0, key.hashCode(), key), size - 1) : this;
    }

    @SuppressWarnings("unchecked")
    private static <K, V> Object without(Object at, int depth, int hash, K gone) {
        if (!(at instanceof Object[] node)) {
            return ((Entry<K, V>) at).without(gone);
        }
        int slot = hash >>> depth & WIDTH - 1;
        Object[] rest = replaced(node, slot, without(node[slot], depth + BITS, hash, gone));
        int used = 0;
        Object last = null;
        for (Object each : rest) {
            if (each != null) {
                used++;
                last = each;
            }
        }
        // A node for a single entry would be left for ever where many have come and gone.
        return used > 1 || last instanceof Object[] ? rest : last;
    }

    private static Object[] replaced(Object[] node, int slot, Object by) {
        Object[] copy = node.clone();
        copy[slot] = by;
        return copy;
    }
}
