package dev.berth.events.event;

/**
 * The region went on after a record that could not be applied.
 *
 * @param offset that record's, in the partition of this event's decision
 */
public record RecordSkipped(long offset) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.RECORD_SKIPPED;
    }
}
