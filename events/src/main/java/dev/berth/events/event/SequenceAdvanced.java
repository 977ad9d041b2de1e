package dev.berth.events.event;

import dev.berth.events.model.ProviderId;

/** The host has reported by this number; reports by it or by a lower one are old from here on. */
public record SequenceAdvanced(ProviderId host, long sequence) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.SEQUENCE_ADVANCED;
    }
}
