package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.ProviderId;

/** Lets new consumers on to a host again. Of a host that is not drained it changes nothing. */
public record UndrainHost(CommandId commandId, ProviderId host) implements Command {
    @Override
    public CommandKind kind() {
        return CommandKind.UNDRAIN_HOST;
    }
}
