package dev.berth.events.model;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;

/**
 * A resource provider as the ledger knows it: a fact. What is used of its inventories is not in it but derived.
 *
 * @param name unique in the region
 * @param parent empty for the root of a tree
 * @param root the root of its tree; itself for a root
 * @param generation advanced by each write of inventories, traits, aggregates or allocations, see Placement's rules
 * @param createdAtMs LogAppendTime of the command that made it, milliseconds since the epoch
 * @param updatedAtMs LogAppendTime of the last command that changed it
 */
public record Provider(
        ProviderId id,
        String name,
        Optional<ProviderId> parent,
        ProviderId root,
        long generation,
        ImmutableSortedMap<ResourceClass, InventoryRecord> inventories,
        ImmutableSortedSet<Trait> traits,
        ImmutableSortedSet<AggregateId> aggregates,
        long createdAtMs,
        long updatedAtMs) {
    public boolean isRoot() {
        return parent.isEmpty();
    }

    /** This provider with another name and place in the trees. */
    public Provider placed(String newName, Optional<ProviderId> newParent, ProviderId newRoot, long nowMs) {
        return new Provider(
                id, newName, newParent, newRoot, generation, inventories, traits, aggregates, createdAtMs, nowMs);
    }

    public Provider withGeneration(long newGeneration, long nowMs) {
        return new Provider(id, name, parent, root, newGeneration, inventories, traits, aggregates, createdAtMs, nowMs);
    }

    public Provider withInventories(
            ImmutableSortedMap<ResourceClass, InventoryRecord> newInventories, long newGeneration, long nowMs) {
        return new Provider(
                id, name, parent, root, newGeneration, newInventories, traits, aggregates, createdAtMs, nowMs);
    }

    public Provider withTraits(ImmutableSortedSet<Trait> newTraits, long newGeneration, long nowMs) {
        return new Provider(
                id, name, parent, root, newGeneration, inventories, newTraits, aggregates, createdAtMs, nowMs);
    }

    public Provider withAggregates(ImmutableSortedSet<AggregateId> newAggregates, long newGeneration, long nowMs) {
        return new Provider(
                id, name, parent, root, newGeneration, inventories, traits, newAggregates, createdAtMs, nowMs);
    }
}
