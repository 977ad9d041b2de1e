package dev.berth.projector;

import dev.berth.events.decision.Decision;
import dev.berth.events.event.AggregatesReplaced;
import dev.berth.events.event.AllocationsClaimed;
import dev.berth.events.event.AllocationsReleased;
import dev.berth.events.event.DevicesClaimed;
import dev.berth.events.event.DevicesFreed;
import dev.berth.events.event.DevicesReported;
import dev.berth.events.event.Event;
import dev.berth.events.event.FlavorCreated;
import dev.berth.events.event.FlavorDeleted;
import dev.berth.events.event.FlavorReplaced;
import dev.berth.events.event.GenerationsAdvanced;
import dev.berth.events.event.HostReported;
import dev.berth.events.event.InventoriesReplaced;
import dev.berth.events.event.ProviderCreated;
import dev.berth.events.event.ProviderDeleted;
import dev.berth.events.event.ProviderUpdated;
import dev.berth.events.event.ResourceClassCreated;
import dev.berth.events.event.ResourceClassDeleted;
import dev.berth.events.event.ResourceClassRenamed;
import dev.berth.events.event.TraitCreated;
import dev.berth.events.event.TraitDeleted;
import dev.berth.events.event.TraitsReplaced;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.RegionView;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the events of some decisions touched, as keys: the stores then take the values from the view after them. For one thread and one
 * step.
 */
final class Touched {
    final Set<ProviderId> providers = new TreeSet<>();
    final Set<ConsumerId> consumers = new TreeSet<>();
    final Set<ProviderId> usages = new TreeSet<>();
    final Set<ProviderId> hosts = new TreeSet<>();
    final Set<ProviderId> deviceHosts = new TreeSet<>();
    final Set<ResourceClass> classes = new TreeSet<>();
    final Set<String> flavors = new TreeSet<>();
    final Set<Trait> traits = new TreeSet<>();

    private final RegionView before;

    Touched(RegionView before, Iterable<Decision> decisions) {
        this.before = before;
        for (Decision decision : decisions) {
            decision.outcome().events().forEach(this::touch);
        }
    }

    private void touch(Event event) {
        switch (event.kind()) {
            case PROVIDER_CREATED -> providers.add(((ProviderCreated) event).provider());
            case PROVIDER_UPDATED -> subtree(((ProviderUpdated) event).provider());
            case PROVIDER_DELETED -> {
                providers.add(((ProviderDeleted) event).provider());
                hosts.add(((ProviderDeleted) event).provider());
                deviceHosts.add(((ProviderDeleted) event).provider());
            }
            case INVENTORIES_REPLACED -> providers.add(((InventoriesReplaced) event).provider());
            case TRAITS_REPLACED -> providers.add(((TraitsReplaced) event).provider());
            case AGGREGATES_REPLACED -> providers.add(((AggregatesReplaced) event).provider());
            case GENERATIONS_ADVANCED ->
                providers.addAll(((GenerationsAdvanced) event).generations().keySet());
            case ALLOCATIONS_CLAIMED -> {
                held(((AllocationsClaimed) event).consumer());
                usages.addAll(((AllocationsClaimed) event).allocations().keySet());
            }
            case ALLOCATIONS_RELEASED -> held(((AllocationsReleased) event).consumer());
            case TRAIT_CREATED -> traits.add(((TraitCreated) event).trait());
            case TRAIT_DELETED -> traits.add(((TraitDeleted) event).trait());
            case RESOURCE_CLASS_CREATED -> classes.add(((ResourceClassCreated) event).resourceClass());
            case RESOURCE_CLASS_DELETED -> classes.add(((ResourceClassDeleted) event).resourceClass());
            case RESOURCE_CLASS_RENAMED -> renamed((ResourceClassRenamed) event);
            case HOST_REPORTED -> hosts.add(((HostReported) event).host());
            case DEVICES_REPORTED -> deviceHosts.add(((DevicesReported) event).host());
            case DEVICES_CLAIMED -> deviceHosts.add(((DevicesClaimed) event).host());
            case DEVICES_FREED -> deviceHosts.add(((DevicesFreed) event).host());
            case FLAVOR_CREATED -> flavors.add(((FlavorCreated) event).flavor().name());
            case FLAVOR_REPLACED ->
                flavors.add(((FlavorReplaced) event).flavor().name());
            case FLAVOR_DELETED -> flavors.add(((FlavorDeleted) event).name());
            case RULES_ACTIVATED, RECORD_SKIPPED -> {
                // The rules and the stop are written with every step.
            }
        }
    }

    /** A provider that moves takes what is below it to another root. */
    private void subtree(ProviderId provider) {
        providers.add(provider);
        before.childrenOf(provider).forEach(this::subtree);
    }

    private void held(ConsumerId consumer) {
        consumers.add(consumer);
        before.consumer(consumer).map(Consumer::allocations).ifPresent(held -> usages.addAll(held.keySet()));
    }

    private void renamed(ResourceClassRenamed event) {
        classes.add(event.from());
        classes.add(event.to());
        for (Provider provider : before.providers().all()) {
            if (provider.inventories().containsKey(event.from())) {
                providers.add(provider.id());
                before.consumers().on(provider.id()).forEach(this::held);
            }
        }
    }
}
