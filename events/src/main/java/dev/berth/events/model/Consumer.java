package dev.berth.events.model;

import java.util.Optional;

/**
 * A consumer and all that it holds: a fact. A consumer that holds nothing does not exist.
 *
 * @param generation 1 after the first claim (API 1.28)
 * @param type empty until somebody has said it (API 1.38)
 * @param allocations amounts by provider and class, never empty
 * @param createdAtMs LogAppendTime of the claim that made it, milliseconds since the epoch
 * @param updatedAtMs LogAppendTime of the last claim that changed it
 * @param placement the NUMA cells that its guest sits on; empty for one without
 */
public record Consumer(
        ConsumerId id,
        long generation,
        String projectId,
        String userId,
        Optional<ConsumerType> type,
        Allocations allocations,
        long createdAtMs,
        long updatedAtMs,
        Optional<GuestPlacement> placement) {}
