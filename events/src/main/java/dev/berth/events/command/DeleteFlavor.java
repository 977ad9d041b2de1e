package dev.berth.events.command;

import dev.berth.events.model.CommandId;

/** Forgets a PCI flavor. What was claimed by it stays. */
public record DeleteFlavor(CommandId commandId, String name) implements Command {
    @Override
    public CommandKind kind() {
        return CommandKind.DELETE_FLAVOR;
    }
}
