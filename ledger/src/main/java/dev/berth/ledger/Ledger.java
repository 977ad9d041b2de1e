package dev.berth.ledger;

import dev.berth.events.command.ActivateRules;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.CreateFlavor;
import dev.berth.events.command.CreateInventory;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.CreateResourceClass;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.DeleteFlavor;
import dev.berth.events.command.DeleteInventory;
import dev.berth.events.command.DeleteProvider;
import dev.berth.events.command.DeleteResourceClass;
import dev.berth.events.command.DeleteTrait;
import dev.berth.events.command.Envelope;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.RenameResourceClass;
import dev.berth.events.command.ReplaceAggregates;
import dev.berth.events.command.ReplaceFlavor;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.Reshape;
import dev.berth.events.command.UpdateInventory;
import dev.berth.events.command.UpdateProvider;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
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
import dev.berth.events.event.RulesActivated;
import dev.berth.events.event.TraitCreated;
import dev.berth.events.event.TraitDeleted;
import dev.berth.events.event.TraitsReplaced;
import dev.berth.events.model.Position;
import java.util.Optional;

/**
 * The law: {@code decide} says what a command comes to, {@code evolve} what an event makes of the state, {@code apply} is the two
 * together. Projector, auditor, tests and simulator all call the same. Two switches and nothing else; the rules are in the classes
 * named for them. Stateless: any thread may call it.
 */
public final class Ledger {
    /** The rules that a region starts with. */
    public static final int FIRST_RULES_VERSION = 1;

    /** The newest rules that this program knows. */
    public static final int NEWEST_RULES_VERSION = 1;

    private Ledger() {}

    /** What came of one command, and the region after it. */
    public record Step(Decision decision, RegionView after) {}

    /** Decides a command and applies what follows from it. The given view stays as it is. */
    public static Step apply(RegionView before, Position position, Command command) {
        return apply(before, position, Envelope.of(command));
    }

    /** Decides the command of an envelope, applies what follows from it, and remembers its reply if it has an idempotency key. */
    public static Step apply(RegionView before, Position position, Envelope envelope) {
        Command command = envelope.command();
        Outcome outcome = decide(before, position, command);
        RegionView after = before;
        for (Event event : outcome.events()) {
            after = evolve(after, position, event);
        }
        Decision decision = new Decision(position, command.commandId(), command.kind(), before.rulesVersion(), outcome);
        RegionView changed = after;
        Optional<RecentCommands.Answered> answered = envelope.request()
                .map(request -> new RecentCommands.Answered(request, Replies.of(changed, position, command, outcome)));
        return new Step(decision, after.decidedAt(position, command.commandId(), answered));
    }

    /** What the command comes to in this view. Reads only. */
    public static Outcome decide(LedgerView view, Position position, Command command) {
        Optional<Position> before = view.decided(command.commandId());
        if (before.isPresent()) {
            return Outcome.refused(Refusal.of(Rejection.DUPLICATE_COMMAND).with(Fact.POSITION, before.get()));
        }
        return switch (command.kind()) {
            case CREATE_PROVIDER -> ProviderRules.decide(view, (CreateProvider) command);
            case UPDATE_PROVIDER -> ProviderRules.decide(view, (UpdateProvider) command);
            case DELETE_PROVIDER -> ProviderRules.decide(view, (DeleteProvider) command);
            case REPLACE_INVENTORIES -> InventoryRules.decide(view, (ReplaceInventories) command);
            case CREATE_INVENTORY -> InventoryRules.decide(view, (CreateInventory) command);
            case UPDATE_INVENTORY -> InventoryRules.decide(view, (UpdateInventory) command);
            case DELETE_INVENTORY -> InventoryRules.decide(view, (DeleteInventory) command);
            case REPLACE_TRAITS -> ProviderRules.decide(view, (ReplaceTraits) command);
            case REPLACE_AGGREGATES -> ProviderRules.decide(view, (ReplaceAggregates) command);
            case CREATE_TRAIT -> CatalogueRules.decide(view, (CreateTrait) command);
            case DELETE_TRAIT -> CatalogueRules.decide(view, (DeleteTrait) command);
            case CREATE_RESOURCE_CLASS -> CatalogueRules.decide(view, (CreateResourceClass) command);
            case RENAME_RESOURCE_CLASS -> CatalogueRules.decide(view, (RenameResourceClass) command);
            case DELETE_RESOURCE_CLASS -> CatalogueRules.decide(view, (DeleteResourceClass) command);
            case CLAIM_ALLOCATIONS -> AllocationRules.decide(view, (ClaimAllocations) command);
            case RELEASE_ALLOCATIONS -> AllocationRules.decide(view, (ReleaseAllocations) command);
            case RESHAPE -> ReshapeRules.decide(view, (Reshape) command);
            case REPORT_HOST -> HostRules.decide(view, (ReportHost) command);
            case ACTIVATE_RULES -> activate(view, (ActivateRules) command);
            case CREATE_FLAVOR -> FlavorRules.decide(view, (CreateFlavor) command);
            case REPLACE_FLAVOR -> FlavorRules.decide(view, (ReplaceFlavor) command);
            case DELETE_FLAVOR -> FlavorRules.decide(view, (DeleteFlavor) command);
            // A region that has stopped is not decided at all; see RegionFold, which takes this command itself.
            case SKIP_RECORD -> Outcome.refused(Refusal.of(Rejection.NOT_STOPPED_THERE));
        };
    }

    /** The state after the event. The only writer there is; it never refuses. */
    public static RegionView evolve(RegionView view, Position position, Event event) {
        long nowMs = position.timestampMs();
        return switch (event.kind()) {
            case PROVIDER_CREATED -> ProviderRules.evolve(view, nowMs, (ProviderCreated) event);
            case PROVIDER_UPDATED -> ProviderRules.evolve(view, nowMs, (ProviderUpdated) event);
            case PROVIDER_DELETED -> ProviderRules.evolve(view, (ProviderDeleted) event);
            case INVENTORIES_REPLACED -> InventoryRules.evolve(view, nowMs, (InventoriesReplaced) event);
            case TRAITS_REPLACED -> ProviderRules.evolve(view, nowMs, (TraitsReplaced) event);
            case AGGREGATES_REPLACED -> ProviderRules.evolve(view, nowMs, (AggregatesReplaced) event);
            case GENERATIONS_ADVANCED -> ProviderRules.evolve(view, nowMs, (GenerationsAdvanced) event);
            case ALLOCATIONS_CLAIMED -> AllocationRules.evolve(view, nowMs, (AllocationsClaimed) event);
            case ALLOCATIONS_RELEASED -> AllocationRules.evolve(view, (AllocationsReleased) event);
            case TRAIT_CREATED -> CatalogueRules.evolve(view, nowMs, (TraitCreated) event);
            case TRAIT_DELETED -> CatalogueRules.evolve(view, (TraitDeleted) event);
            case RESOURCE_CLASS_CREATED -> CatalogueRules.evolve(view, nowMs, (ResourceClassCreated) event);
            case RESOURCE_CLASS_RENAMED -> CatalogueRules.evolve(view, nowMs, (ResourceClassRenamed) event);
            case RESOURCE_CLASS_DELETED -> CatalogueRules.evolve(view, (ResourceClassDeleted) event);
            case HOST_REPORTED -> HostRules.evolve(view, (HostReported) event);
            case DEVICES_REPORTED -> DeviceRules.evolve(view, (DevicesReported) event);
            case DEVICES_CLAIMED -> DeviceRules.evolve(view, (DevicesClaimed) event);
            case DEVICES_FREED -> DeviceRules.evolve(view, (DevicesFreed) event);
            case FLAVOR_CREATED -> FlavorRules.evolve(view, (FlavorCreated) event);
            case FLAVOR_REPLACED -> FlavorRules.evolve(view, (FlavorReplaced) event);
            case FLAVOR_DELETED -> FlavorRules.evolve(view, (FlavorDeleted) event);
            case RULES_ACTIVATED -> view.withRules(((RulesActivated) event).rulesVersion());
            case RECORD_SKIPPED -> view;
        };
    }

    private static Outcome activate(LedgerView view, ActivateRules command) {
        int version = command.rulesVersion();
        if (version < view.rulesVersion() || version > NEWEST_RULES_VERSION) {
            return Outcome.refused(Refusal.of(Rejection.UNKNOWN_RULES_VERSION)
                    .with(Fact.REQUESTED, version)
                    .with(Fact.ACTUAL, view.rulesVersion()));
        }
        return version == view.rulesVersion() ? Outcome.accepted() : Outcome.accepted(new RulesActivated(version));
    }
}
