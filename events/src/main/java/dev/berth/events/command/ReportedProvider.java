package dev.berth.events.command;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Limits;
import dev.berth.events.model.MalformedException;
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
        ImmutableSortedSet<Trait> traits) {
    public ReportedProvider {
        Limits.requireText(Limits.PROVIDER_NAME_LENGTH_MAX, name, "the name of a provider");
        Limits.requireAtMost(Limits.PROVIDER_CLASSES_MAX, inventories.size(), "inventories of a provider");
        Limits.requireAtMost(Limits.PROVIDER_TRAITS_MAX, traits.size(), "traits of a provider");
        inventories.forEach((resourceClass, inventory) -> {
            if (inventory.minUnit() > inventory.maxUnit()) {
                throw new MalformedException("expected min_unit of at most max_unit of " + resourceClass + " at " + name
                        + " but got " + inventory.minUnit() + " and " + inventory.maxUnit());
            }
        });
    }
}
