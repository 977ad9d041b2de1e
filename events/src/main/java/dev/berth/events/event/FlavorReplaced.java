package dev.berth.events.event;

import dev.berth.events.model.PciFlavor;

/** A PCI flavor is another selection. */
public record FlavorReplaced(PciFlavor flavor) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.FLAVOR_REPLACED;
    }
}
