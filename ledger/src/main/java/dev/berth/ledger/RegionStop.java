package dev.berth.ledger;

import dev.berth.events.command.LogEntry;
import dev.berth.events.model.Position;
import dev.berth.events.model.Printable;

/**
 * A region came upon a record that it can neither apply nor leave out. It goes on when an operator appends a SkipRecord
 * for that position, or when a program comes that can apply it; until then the commands behind it wait.
 *
 * @param reason a line for logs, escaped because it may contain text from the record
 */
public record RegionStop(LogEntry entry, String reason) {
    public RegionStop {
        reason = Printable.of(reason);
    }

    public Position position() {
        return entry.position();
    }
}
