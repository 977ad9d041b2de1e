package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.ResourceClass;

/**
 * Renames a custom resource class wherever it is used (API 1.2 to 1.6).
 */
public record RenameResourceClass(CommandId commandId, ResourceClass from, ResourceClass to) implements Command {
    @Override
    public CommandKind kind() {
        return CommandKind.RENAME_RESOURCE_CLASS;
    }
}
