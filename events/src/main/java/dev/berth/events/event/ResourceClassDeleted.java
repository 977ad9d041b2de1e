package dev.berth.events.event;

import dev.berth.events.model.ResourceClass;

/**
 * A custom resource class is not known any more.
 */
public record ResourceClassDeleted(ResourceClass resourceClass) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.RESOURCE_CLASS_DELETED;
    }
}
