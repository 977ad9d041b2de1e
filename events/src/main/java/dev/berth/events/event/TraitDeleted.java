package dev.berth.events.event;

import dev.berth.events.model.Trait;

/**
 * A custom trait is not known any more.
 */
public record TraitDeleted(Trait trait) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.TRAIT_DELETED;
    }
}
