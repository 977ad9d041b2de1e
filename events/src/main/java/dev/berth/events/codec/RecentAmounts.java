package dev.berth.events.codec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;

/**
 * Amounts by class, in which those that were read lately are not kept twice: most consumers hold what one of a few
 * flavors says, and their maps would else take half of the memory of all consumers. Holds 1,024 maps at most.
 * Thread-safe without a lock, because a map that is lost or kept twice does no harm.
 *
 * @param <K> what the amounts are of
 */
final class RecentAmounts<K> implements Mapping<ImmutableSortedMap<K, Long>> {
    private static final int SLOTS = 1_024;

    private final Mapping<ImmutableSortedMap<K, Long>> maps;
    private final Slot<?>[] recent = new Slot<?>[SLOTS];

    /** A map and its hash, so that one of another hash is not looked at. */
    private record Slot<K>(int hash, ImmutableSortedMap<K, Long> amounts) {}

    RecentAmounts(Mapping<ImmutableSortedMap<K, Long>> maps) {
        this.maps = maps;
    }

    @Override
    public void write(ImmutableSortedMap<K, Long> value, BinaryOutput out) {
        maps.write(value, out);
    }

    @Override
    public ImmutableSortedMap<K, Long> read(BinaryInput in) throws NotAvroException {
        ImmutableSortedMap<K, Long> read = maps.read(in);
        if (in.isRefused() || read.isEmpty()) {
            return read;
        }
        int hash = hash(read);
        int place = RecentSlots.of(hash, SLOTS);
        @SuppressWarnings("unchecked")
        Slot<K> slot = (Slot<K>) recent[place];
        if (slot != null && slot.hash == hash && isSame(slot.amounts, read)) {
            return slot.amounts;
        }
        recent[place] = new Slot<>(hash, read);
        return read;
    }

    /** Of keys and values: a hash of the map itself makes the set of its entries, which the map then keeps. */
    private static int hash(ImmutableSortedMap<?, Long> amounts) {
        ImmutableList<?> keys = amounts.keySet().asList();
        ImmutableList<Long> values = amounts.values().asList();
        int hash = keys.size();
        for (int i = 0; i < keys.size(); i++) {
            hash = 31 * (31 * hash + keys.get(i).hashCode()) + values.get(i).hashCode();
        }
        return hash;
    }

    private static <K> boolean isSame(ImmutableSortedMap<K, Long> one, ImmutableSortedMap<K, Long> other) {
        return one.keySet().asList().equals(other.keySet().asList())
                && one.values().asList().equals(other.values().asList());
    }
}
