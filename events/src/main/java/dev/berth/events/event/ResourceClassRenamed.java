package dev.berth.events.event;

import dev.berth.events.model.ResourceClass;

/**
 * A custom resource class has another name, in every inventory and allocation too.
 */
public record ResourceClassRenamed(ResourceClass from, ResourceClass to) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.RESOURCE_CLASS_RENAMED;
    }
}
