package dev.berth.events.command;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.Optional;

/**
 * One provider of a host as its agent reports it: the host itself, a NUMA cell, a device.
 *
 * @param parent empty for the host itself
 * @param inventories all that it has
 * @param traits the traits that the agent vouches for; those that others have set stay
 */
public record ReportedProvider(
        ProviderId provider,
        String name,
        Optional<ProviderId> parent,
        ImmutableSortedMap<ResourceClass, InventoryRecord> inventories,
        ImmutableSortedSet<Trait> traits) {}
