package dev.berth.events.command;

import dev.berth.events.model.CommandId;

/**
 * Switches the region to another version of the rules from here on. It stands in the log, so every replay switches
 * here.
 */
public record ActivateRules(CommandId commandId, int rulesVersion) implements Command {
    @Override
    public CommandKind kind() {
        return CommandKind.ACTIVATE_RULES;
    }
}
