package dev.berth.events.command;

import dev.berth.events.model.CommandId;

/**
 * Switches the region to another version of the rules from here on. It stands in the log, so every replay switches
 * here.
 */
public record ActivateRules(CommandId commandId, int rulesVersion) implements Command {
    /** A version that no program will ever know: where it is activated, nothing is decided any more. */
    private static final int NEVER_KNOWN = Integer.MAX_VALUE;

    /** Closes the region, so that it can go on in another log: every program stops at it. */
    public static ActivateRules closing(CommandId commandId) {
        return new ActivateRules(commandId, NEVER_KNOWN);
    }

    /** Whether it closes the region. */
    public boolean closes() {
        return rulesVersion == NEVER_KNOWN;
    }

    @Override
    public CommandKind kind() {
        return CommandKind.ACTIVATE_RULES;
    }
}
