package dev.berth.events.command;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.InventoryField;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Limits;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.events.model.VouchedInventory;
import dev.berth.events.model.VouchedProvider;
import java.util.Optional;

/**
 * One provider of a host as its agent reports it: the host itself, a NUMA cell, a device.
 *
 * @param parent empty for the host itself
 * @param inventories all that it has
 * @param traits the traits that the agent vouches for; those that others have set stay
 * @param explicit the fields of its inventories that the agent was told to report so. All others are its defaults,
 *     which give way to what an operator sets
 */
public record ReportedProvider(
        ProviderId provider,
        String name,
        Optional<ProviderId> parent,
        ImmutableSortedMap<ResourceClass, InventoryRecord> inventories,
        ImmutableSortedSet<Trait> traits,
        ImmutableSortedMap<ResourceClass, ImmutableSortedSet<InventoryField>> explicit) {
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
        explicit.keySet().forEach(resourceClass -> {
            if (!inventories.containsKey(resourceClass)) {
                throw new MalformedException("expected explicit fields of classes that " + name
                        + " has an inventory of but got some of " + resourceClass);
            }
        });
    }

    /** A provider with only the agent's defaults. */
    public ReportedProvider(
            ProviderId provider,
            String name,
            Optional<ProviderId> parent,
            ImmutableSortedMap<ResourceClass, InventoryRecord> inventories,
            ImmutableSortedSet<Trait> traits) {
        this(provider, name, parent, inventories, traits, ImmutableSortedMap.of());
    }

    /** What the ledger remembers of it, before anybody else has set anything. */
    public VouchedProvider vouched() {
        ImmutableSortedMap.Builder<ResourceClass, VouchedInventory> vouched = ImmutableSortedMap.naturalOrder();
        inventories.forEach((resourceClass, inventory) -> vouched.put(
                resourceClass,
                VouchedInventory.of(inventory, explicit.getOrDefault(resourceClass, ImmutableSortedSet.of()))));
        return new VouchedProvider(name, parent, traits, vouched.build(), false);
    }
}
