package dev.berth.ledger;

import dev.berth.events.command.ActivateRules;
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
    static final String CLOSED = "it was closed there, to go on in another log";

    public RegionStop {
        reason = Printable.of(reason);
    }

    /** Whether the region was closed on purpose, so that another log can go on with it. */
    public boolean isClosed() {
        return entry instanceof LogEntry.Readable readable
                && readable.command() instanceof ActivateRules command
                && command.closes();
    }

    public Position position() {
        return entry.position();
    }
}
