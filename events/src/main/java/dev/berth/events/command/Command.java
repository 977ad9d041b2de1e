package dev.berth.events.command;

import dev.berth.events.model.CommandId;

/**
 * Something that somebody wants of one region. The region is the key of its record in the log and not repeated inside.
 */
public sealed interface Command
        permits ActivateRules,
                ChangeDevice,
                ClaimAllocations,
                CreateFlavor,
                CreateInventory,
                CreateProvider,
                CreateResourceClass,
                CreateTrait,
                DeleteFlavor,
                DeleteInventory,
                DeleteProvider,
                DeleteResourceClass,
                DeleteTrait,
                DrainHost,
                EnrolHost,
                ImportFacts,
                ReleaseAllocations,
                RemoveHost,
                RenameHost,
                RenameResourceClass,
                ReplaceAggregates,
                ReplaceFlavor,
                ReplaceInventories,
                ReplaceKey,
                ReplaceTraits,
                ReportHost,
                Reshape,
                SkipRecord,
                UndrainHost,
                UpdateInventory,
                UpdateProvider,
                WithdrawHost {
    CommandId commandId();

    CommandKind kind();
}
