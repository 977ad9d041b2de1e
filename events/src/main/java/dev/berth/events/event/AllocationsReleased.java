package dev.berth.events.event;

import dev.berth.events.model.ConsumerId;

/**
 * A consumer holds nothing any more and is forgotten.
 */
public record AllocationsReleased(ConsumerId consumer) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.ALLOCATIONS_RELEASED;
    }
}
