package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.Limits;
import dev.berth.events.model.ProviderId;
import java.util.Optional;

/**
 * Takes a host away: all providers of its tree, no matter who made them, its devices, what its agent vouches for, its
 * enrolment and its drain. Only the number of its last report stays.
 *
 * @param forced why anyone who holds anything of the host loses it, in words for people; empty refuses the removal
 *     while anybody does
 */
public record RemoveHost(CommandId commandId, ProviderId host, Optional<String> forced) implements Command {
    public RemoveHost {
        forced.ifPresent(reason -> Limits.requireReason(reason, "a forced removal"));
    }

    @Override
    public CommandKind kind() {
        return CommandKind.REMOVE_HOST;
    }
}
