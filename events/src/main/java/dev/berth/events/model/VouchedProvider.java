package dev.berth.events.model;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;

/**
 * A provider that an agent vouches for, as the agent last reported it. What it is now stands in {@link Provider}.
 *
 * @param parent empty for the host itself
 * @param traits those that came from the agent
 * @param inventories those that came from the agent; others may have set others
 * @param departing whether the last report left it out: it goes once nothing of it is held and nobody else has put
 *     anything there
 */
public record VouchedProvider(
        String name,
        Optional<ProviderId> parent,
        ImmutableSortedSet<Trait> traits,
        ImmutableSortedMap<ResourceClass, VouchedInventory> inventories,
        boolean departing) {
    /** Whether it, or a class of it, is departing: goes once it is released. */
    public boolean hasDepartures() {
        return departing || inventories.values().stream().anyMatch(VouchedInventory::isDeparting);
    }

    /** This with what is known of its classes. */
    public VouchedProvider with(ImmutableSortedMap<ResourceClass, VouchedInventory> known) {
        return new VouchedProvider(name, parent, traits, known, departing);
    }

    /** This once the agent has left it out. */
    public VouchedProvider departingWith(ImmutableSortedMap<ResourceClass, VouchedInventory> held) {
        return new VouchedProvider(name, parent, traits, held, true);
    }
}
