package dev.berth.events.command;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Limits;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.Optional;

/**
 * A provider as another Placement has it.
 *
 * @param name what people call it; unique in the region
 * @param parent empty for a root
 * @param generation its generation there, 0 to {@link Limits#GENERATION_MAX}
 * @param inventories all that it has
 * @param traits all that it has
 * @param aggregates all that it is in
 */
public record ImportedProvider(
        ProviderId provider,
        String name,
        Optional<ProviderId> parent,
        long generation,
        ImmutableSortedMap<ResourceClass, InventoryRecord> inventories,
        ImmutableSortedSet<Trait> traits,
        ImmutableSortedSet<AggregateId> aggregates) {
    public ImportedProvider {
        Limits.requireText(Limits.PROVIDER_NAME_LENGTH_MAX, name, "the name of a provider");
        Limits.requireGeneration(generation, "provider " + provider);
        Limits.requireAtMost(Limits.PROVIDER_CLASSES_MAX, inventories.size(), "inventories of a provider");
        Limits.requireAtMost(Limits.PROVIDER_TRAITS_MAX, traits.size(), "traits of a provider");
        Limits.requireAtMost(Limits.PROVIDER_AGGREGATES_MAX, aggregates.size(), "aggregates of a provider");
    }

    /** How many values it consists of, beside its id, name, parent and generation. */
    long values() {
        return (long) inventories.size() + traits.size() + aggregates.size();
    }
}
