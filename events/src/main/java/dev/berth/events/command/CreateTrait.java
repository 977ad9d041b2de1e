package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.Trait;

/**
 * Makes a custom trait known; nothing happens if it is.
 */
public record CreateTrait(CommandId commandId, Trait trait) implements Command {
    @Override
    public CommandKind kind() {
        return CommandKind.CREATE_TRAIT;
    }
}
