package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.ResourceClass;

/**
 * Forgets a custom resource class that no inventory is of.
 */
public record DeleteResourceClass(CommandId commandId, ResourceClass resourceClass) implements Command {
    @Override
    public CommandKind kind() {
        return CommandKind.DELETE_RESOURCE_CLASS;
    }
}
