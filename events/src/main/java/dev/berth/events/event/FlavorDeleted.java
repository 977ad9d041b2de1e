package dev.berth.events.event;

/** A PCI flavor is not known any more. */
public record FlavorDeleted(String name) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.FLAVOR_DELETED;
    }
}
