package dev.berth.events.command;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Limits;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.OptionalLong;

/**
 * Makes these the inventories of a provider, all of them.
 *
 * @param expectedGeneration the generation that the writer has read; empty where the API does not ask for it
 */
public record ReplaceInventories(
        CommandId commandId,
        ProviderId provider,
        OptionalLong expectedGeneration,
        ImmutableSortedMap<ResourceClass, InventoryRecord> inventories)
        implements Command {
    public ReplaceInventories {
        Limits.requireAtMost(Limits.PROVIDER_CLASSES_MAX, inventories.size(), "inventories of a provider");
    }

    @Override
    public CommandKind kind() {
        return CommandKind.REPLACE_INVENTORIES;
    }
}
