package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.Limits;
import dev.berth.events.model.ProviderId;

/**
 * Keeps new consumers off a host. Those who hold something in its tree stay, and may claim more and change what they
 * have; anyone who holds nothing there gets nothing, and no candidate is offered there. Sent again it changes the
 * reason.
 *
 * @param host the root provider of the host: one that is enrolled, or that an agent vouches for
 * @param reason why, in words for people
 */
public record DrainHost(CommandId commandId, ProviderId host, String reason) implements Command {
    public DrainHost {
        Limits.requireReason(reason, "a drain");
    }

    @Override
    public CommandKind kind() {
        return CommandKind.DRAIN_HOST;
    }
}
