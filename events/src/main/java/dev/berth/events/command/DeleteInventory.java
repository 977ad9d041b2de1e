package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;

/**
 * Takes the inventory of one class from a provider; refused while anything is allocated from it.
 */
public record DeleteInventory(CommandId commandId, ProviderId provider, ResourceClass resourceClass)
        implements Command {
    @Override
    public CommandKind kind() {
        return CommandKind.DELETE_INVENTORY;
    }
}
