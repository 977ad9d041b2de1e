package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.HostKey;
import dev.berth.events.model.ProviderId;

/**
 * Gives an enrolled host another key and leaves the rest of its enrolment as it is. This is what an agent may do for
 * its own host: it cannot come back by it after it was withdrawn, and it cannot change its user.
 */
public record ReplaceKey(CommandId commandId, ProviderId host, HostKey key) implements Command {
    @Override
    public CommandKind kind() {
        return CommandKind.REPLACE_KEY;
    }
}
