package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Limits;
import java.util.Optional;

/**
 * Gives back all that a consumer holds.
 *
 * @param seen the consumer as the sender has seen it: the command is refused if it is no longer so; empty releases it
 *     whatever it has become
 * @param reason why, in words for people; empty where nobody has said
 */
public record ReleaseAllocations(
        CommandId commandId, ConsumerId consumer, Optional<SeenConsumer> seen, Optional<String> reason)
        implements Command {
    public ReleaseAllocations {
        reason.ifPresent(text -> Limits.requireReason(text, "a release"));
    }

    /** A release whatever the consumer has become, and with no reason. */
    public ReleaseAllocations(CommandId commandId, ConsumerId consumer) {
        this(commandId, consumer, Optional.empty(), Optional.empty());
    }

    @Override
    public CommandKind kind() {
        return CommandKind.RELEASE_ALLOCATIONS;
    }
}
