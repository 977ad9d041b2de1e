package dev.berth.events.command;

import dev.berth.events.model.Allocation;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ConsumerType;
import dev.berth.events.model.Limits;
import dev.berth.events.model.MalformedException;
import java.util.Optional;

/**
 * A consumer as another Placement has it.
 *
 * @param generation its generation there, 0 to {@link Limits#GENERATION_MAX}
 * @param consumerType empty if nobody has said it there (before API 1.38)
 * @param allocations all that it holds, never empty: a consumer that holds nothing does not exist
 */
public record ImportedConsumer(
        ConsumerId consumer,
        long generation,
        String projectId,
        String userId,
        Optional<ConsumerType> consumerType,
        Allocations allocations) {
    /** As much as Placement keeps of one amount. Sums over all consumers of a region fit in a long then. */
    private static final long AMOUNT_MAX = Integer.MAX_VALUE;

    public ImportedConsumer {
        Limits.requireText(Limits.OWNER_LENGTH_MAX, projectId, "a project");
        Limits.requireText(Limits.OWNER_LENGTH_MAX, userId, "a user");
        Limits.requireGeneration(generation, "consumer " + consumer);
        if (allocations.isEmpty()) {
            throw new MalformedException("expected allocations of consumer " + consumer + " but got none");
        }
        for (Allocation held : allocations) {
            if (held.amount() > AMOUNT_MAX) {
                throw new MalformedException("expected amounts of at most " + AMOUNT_MAX + " of consumer " + consumer
                        + " but got " + held.amount());
            }
        }
    }
}
