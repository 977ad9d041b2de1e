package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.ResourceClass;

/**
 * Makes a custom resource class known.
 *
 * @param ifExists what it means that the class is known already
 */
public record CreateResourceClass(CommandId commandId, ResourceClass resourceClass, IfExists ifExists)
        implements Command {
    /** POST (1.2) takes a known class for an error, PUT (1.7) for done. */
    public enum IfExists {
        REFUSE,
        ACCEPT
    }

    @Override
    public CommandKind kind() {
        return CommandKind.CREATE_RESOURCE_CLASS;
    }
}
