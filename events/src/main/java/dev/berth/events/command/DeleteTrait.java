package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.Trait;

/**
 * Forgets a custom trait that no provider has.
 */
public record DeleteTrait(CommandId commandId, Trait trait) implements Command {
    @Override
    public CommandKind kind() {
        return CommandKind.DELETE_TRAIT;
    }
}
