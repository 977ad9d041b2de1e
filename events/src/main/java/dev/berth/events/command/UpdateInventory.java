package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;

/**
 * Replaces the inventory of one class that a provider has.
 *
 * @param expectedGeneration the generation that the writer has read
 */
public record UpdateInventory(
        CommandId commandId,
        ProviderId provider,
        long expectedGeneration,
        ResourceClass resourceClass,
        InventoryRecord inventory)
        implements Command {
    @Override
    public CommandKind kind() {
        return CommandKind.UPDATE_INVENTORY;
    }
}
