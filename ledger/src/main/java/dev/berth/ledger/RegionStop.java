package dev.berth.ledger;

import dev.berth.events.command.LogEntry;
import dev.berth.events.model.Position;

/**
 * A region came upon a record that it can neither apply nor leave out. It goes on when an operator appends a SkipRecord for that
 * position, or when a program comes that can apply it; until then the commands behind it wait.
 */
public record RegionStop(LogEntry entry, String reason) {
    public Position position() {
        return entry.position();
    }
}
