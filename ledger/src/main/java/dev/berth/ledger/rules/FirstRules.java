package dev.berth.ledger.rules;

import dev.berth.events.command.ActivateRules;
import dev.berth.events.command.ChangeDevice;
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
import dev.berth.events.command.DrainHost;
import dev.berth.events.command.EnrolHost;
import dev.berth.events.command.ImportFacts;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.RemoveHost;
import dev.berth.events.command.RenameHost;
import dev.berth.events.command.RenameResourceClass;
import dev.berth.events.command.ReplaceAggregates;
import dev.berth.events.command.ReplaceFlavor;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReplaceKey;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.Reshape;
import dev.berth.events.command.UndrainHost;
import dev.berth.events.command.UpdateInventory;
import dev.berth.events.command.UpdateProvider;
import dev.berth.events.command.WithdrawHost;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.RulesActivated;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RulesVersion;
import java.util.Optional;

/** The first version of the rules: which of them decides what. */
public final class FirstRules {
    private FirstRules() {}

    public static Outcome decide(LedgerView view, Position position, Command command) {
        Optional<Refusal> duplicate = duplicate(view, command.commandId());
        if (duplicate.isPresent()) {
            return Outcome.refused(duplicate.get());
        }
        return OutcomeSize.recordable(Departures.ended(view, position, outcome(view, position, command)));
    }

    private static Outcome outcome(LedgerView view, Position position, Command command) {
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
            case REPORT_HOST -> HostRules.decide(view, position, (ReportHost) command);
            case ENROL_HOST -> EnrolmentRules.decide(view, (EnrolHost) command);
            case REPLACE_KEY -> EnrolmentRules.decide(view, (ReplaceKey) command);
            case WITHDRAW_HOST -> EnrolmentRules.decide(view, (WithdrawHost) command);
            case DRAIN_HOST -> DrainRules.decide(view, (DrainHost) command);
            case UNDRAIN_HOST -> DrainRules.decide(view, (UndrainHost) command);
            case REMOVE_HOST -> HostLifeRules.decide(view, (RemoveHost) command);
            case RENAME_HOST -> HostLifeRules.decide(view, (RenameHost) command);
            case ACTIVATE_RULES -> activate(view, (ActivateRules) command);
            case CREATE_FLAVOR -> FlavorRules.decide(view, (CreateFlavor) command);
            case REPLACE_FLAVOR -> FlavorRules.decide(view, (ReplaceFlavor) command);
            case DELETE_FLAVOR -> FlavorRules.decide(view, (DeleteFlavor) command);
            case CHANGE_DEVICE -> DeviceRules.decide(view, (ChangeDevice) command);
            case IMPORT_FACTS -> ImportRules.decide(view, position, (ImportFacts) command);
            // A region that has stopped is not decided at all; see RegionFold, which takes this command itself.
            case SKIP_RECORD -> Outcome.refused(Refusal.of(Rejection.NOT_STOPPED_THERE));
        };
    }

    /** What a command with impossible values comes to: it is refused, and nothing else looks at it. */
    public static Outcome decide(LedgerView view, LogEntry.Malformed entry) {
        return Outcome.refused(duplicate(view, entry.commandId())
                .orElse(Refusal.of(Rejection.MALFORMED_COMMAND).with(Fact.REASON, entry.reason())));
    }

    private static Optional<Refusal> duplicate(LedgerView view, CommandId id) {
        return view.decided(id)
                .map(before -> Refusal.of(Rejection.DUPLICATE_COMMAND).with(Fact.POSITION, before));
    }

    /** Whether this program knows the version was asked before; see RegionFold. */
    private static Outcome activate(LedgerView view, ActivateRules command) {
        RulesVersion version = new RulesVersion(command.rulesVersion());
        int order = version.compareTo(view.rulesVersion());
        if (order < 0) {
            return Outcome.refused(Refusal.of(Rejection.UNKNOWN_RULES_VERSION)
                    .with(Fact.REQUESTED, version)
                    .with(Fact.ACTUAL, view.rulesVersion()));
        }
        return order == 0 ? Outcome.accepted() : Outcome.accepted(new RulesActivated(version.number()));
    }
}
