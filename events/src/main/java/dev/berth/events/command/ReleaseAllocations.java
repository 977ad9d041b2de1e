package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;

/**
 * Gives back all that a consumer holds, whatever its generation.
 */
public record ReleaseAllocations(CommandId commandId, ConsumerId consumer) implements Command {
    @Override
    public CommandKind kind() {
        return CommandKind.RELEASE_ALLOCATIONS;
    }
}
