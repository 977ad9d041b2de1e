package dev.berth.events.command;

import dev.berth.events.model.CommandId;

/**
 * An operator lets a stopped region go on after the record that stopped it; every replay passes that record too.
 *
 * @param offset the record that stopped the region, in the partition of this command
 */
public record SkipRecord(CommandId commandId, long offset) implements Command {
    @Override
    public CommandKind kind() {
        return CommandKind.SKIP_RECORD;
    }
}
