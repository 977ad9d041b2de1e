package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.ProviderId;

/**
 * Takes back the enrolment of a host. Its providers stay, and so does the sequence number of its last report: what was
 * said before that is never heard again.
 */
public record WithdrawHost(CommandId commandId, ProviderId host) implements Command {
    @Override
    public CommandKind kind() {
        return CommandKind.WITHDRAW_HOST;
    }
}
