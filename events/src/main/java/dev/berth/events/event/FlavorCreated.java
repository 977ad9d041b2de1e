package dev.berth.events.event;

import dev.berth.events.model.PciFlavor;

/** A PCI flavor is known. */
public record FlavorCreated(PciFlavor flavor) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.FLAVOR_CREATED;
    }
}
