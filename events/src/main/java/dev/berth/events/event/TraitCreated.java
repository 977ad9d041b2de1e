package dev.berth.events.event;

import dev.berth.events.model.Trait;

/**
 * A custom trait is known.
 */
public record TraitCreated(Trait trait) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.TRAIT_CREATED;
    }
}
