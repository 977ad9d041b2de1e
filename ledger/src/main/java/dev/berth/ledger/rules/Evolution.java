package dev.berth.ledger.rules;

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
import dev.berth.events.event.HostEnrolled;
import dev.berth.events.event.HostReportAmended;
import dev.berth.events.event.HostReported;
import dev.berth.events.event.HostWithdrawn;
import dev.berth.events.event.InventoriesReplaced;
import dev.berth.events.event.ProviderCreated;
import dev.berth.events.event.ProviderDeleted;
import dev.berth.events.event.ProviderUpdated;
import dev.berth.events.event.ResourceClassCreated;
import dev.berth.events.event.ResourceClassDeleted;
import dev.berth.events.event.ResourceClassRenamed;
import dev.berth.events.event.RulesActivated;
import dev.berth.events.event.SequenceAdvanced;
import dev.berth.events.event.TraitCreated;
import dev.berth.events.event.TraitDeleted;
import dev.berth.events.event.TraitsReplaced;
import dev.berth.events.model.Position;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RulesVersion;

/**
 * What each event makes of a region, by the rules that are named for what it changes. Stateless: any thread may call
 * it.
 */
public final class Evolution {
    private Evolution() {}

    /** Makes the event true. It never refuses: what cannot be so is a bug, and a throw. */
    public static RegionEdit evolve(RegionEdit edit, Position position, Event event) {
        long nowMs = position.timestampMs();
        return switch (event.kind()) {
            case PROVIDER_CREATED -> ProviderRules.evolve(edit, nowMs, (ProviderCreated) event);
            case PROVIDER_UPDATED -> ProviderRules.evolve(edit, nowMs, (ProviderUpdated) event);
            case PROVIDER_DELETED -> ProviderRules.evolve(edit, (ProviderDeleted) event);
            case INVENTORIES_REPLACED -> InventoryRules.evolve(edit, nowMs, (InventoriesReplaced) event);
            case TRAITS_REPLACED -> ProviderRules.evolve(edit, nowMs, (TraitsReplaced) event);
            case AGGREGATES_REPLACED -> ProviderRules.evolve(edit, nowMs, (AggregatesReplaced) event);
            case GENERATIONS_ADVANCED -> ProviderRules.evolve(edit, nowMs, (GenerationsAdvanced) event);
            case ALLOCATIONS_CLAIMED -> AllocationRules.evolve(edit, nowMs, (AllocationsClaimed) event);
            case ALLOCATIONS_RELEASED -> AllocationRules.evolve(edit, (AllocationsReleased) event);
            case TRAIT_CREATED -> CatalogueRules.evolve(edit, nowMs, (TraitCreated) event);
            case TRAIT_DELETED -> CatalogueRules.evolve(edit, (TraitDeleted) event);
            case RESOURCE_CLASS_CREATED -> CatalogueRules.evolve(edit, nowMs, (ResourceClassCreated) event);
            case RESOURCE_CLASS_RENAMED -> CatalogueRules.evolve(edit, nowMs, (ResourceClassRenamed) event);
            case RESOURCE_CLASS_DELETED -> CatalogueRules.evolve(edit, (ResourceClassDeleted) event);
            case HOST_REPORTED -> HostRules.evolve(edit, (HostReported) event);
            case HOST_ENROLLED -> EnrolmentRules.evolve(edit, (HostEnrolled) event);
            case HOST_WITHDRAWN -> EnrolmentRules.evolve(edit, (HostWithdrawn) event);
            case SEQUENCE_ADVANCED -> HostRules.evolve(edit, (SequenceAdvanced) event);
            case DEVICES_REPORTED -> DeviceRules.evolve(edit, (DevicesReported) event);
            case DEVICES_CLAIMED -> DeviceRules.evolve(edit, (DevicesClaimed) event);
            case DEVICES_FREED -> DeviceRules.evolve(edit, (DevicesFreed) event);
            case FLAVOR_CREATED -> FlavorRules.evolve(edit, (FlavorCreated) event);
            case FLAVOR_REPLACED -> FlavorRules.evolve(edit, (FlavorReplaced) event);
            case FLAVOR_DELETED -> FlavorRules.evolve(edit, (FlavorDeleted) event);
            case HOST_REPORT_AMENDED -> HostRules.evolve(edit, (HostReportAmended) event);
            case RULES_ACTIVATED -> edit.rules(new RulesVersion(((RulesActivated) event).rulesVersion()));
            case RECORD_SKIPPED -> edit;
        };
    }
}
