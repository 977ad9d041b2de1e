package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.OptionalLong;

/**
 * Adds the inventory of one class to a provider that has none of it.
 *
 * @param expectedGeneration the generation that the writer has read; empty where the API does not ask for it
 */
public record CreateInventory(
        CommandId commandId,
        ProviderId provider,
        OptionalLong expectedGeneration,
        ResourceClass resourceClass,
        InventoryRecord inventory)
        implements Command {
    @Override
    public CommandKind kind() {
        return CommandKind.CREATE_INVENTORY;
    }
}
