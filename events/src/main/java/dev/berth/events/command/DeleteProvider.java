package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.ProviderId;

/**
 * Deletes a provider that has neither children nor allocations, with its inventories, traits and aggregates.
 */
public record DeleteProvider(CommandId commandId, ProviderId provider) implements Command {
    @Override
    public CommandKind kind() {
        return CommandKind.DELETE_PROVIDER;
    }
}
