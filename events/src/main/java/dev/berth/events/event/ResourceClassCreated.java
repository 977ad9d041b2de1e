package dev.berth.events.event;

import dev.berth.events.model.ResourceClass;

/**
 * A custom resource class is known.
 */
public record ResourceClassCreated(ResourceClass resourceClass) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.RESOURCE_CLASS_CREATED;
    }
}
