package dev.berth.events.event;

import dev.berth.events.model.Allocations;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ConsumerType;
import dev.berth.events.model.GuestPlacement;
import java.util.Optional;

/**
 * A consumer holds these allocations and no others.
 *
 * @param generation the consumer's, after it
 * @param allocations amounts by provider and class, never empty
 * @param placement the NUMA cells that its guest sits on; empty for one without
 */
public record AllocationsClaimed(
        ConsumerId consumer,
        long generation,
        String projectId,
        String userId,
        Optional<ConsumerType> type,
        Allocations allocations,
        Optional<GuestPlacement> placement)
        implements Event {
    @Override
    public EventKind kind() {
        return EventKind.ALLOCATIONS_CLAIMED;
    }
}
