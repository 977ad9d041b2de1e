package dev.berth.events.command;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.CommandId;

/**
 * Makes these the allocations of their consumers, each of them whole; all of the command happens or nothing.
 *
 * @param claims one per consumer, in the order in which they are checked
 */
public record ClaimAllocations(CommandId commandId, ImmutableList<ConsumerClaim> claims) implements Command {
    public ClaimAllocations {
        ConsumerClaim.requireDistinct(claims);
    }

    @Override
    public CommandKind kind() {
        return CommandKind.CLAIM_ALLOCATIONS;
    }
}
