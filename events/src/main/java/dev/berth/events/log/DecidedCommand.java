package dev.berth.events.log;

import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;

/**
 * A command of the log with the decision that was recorded of it.
 *
 * @param entry the command's record, decoded
 */
public record DecidedCommand(Region region, LogEntry entry, Decision decision) {
    /** Where the command is in the log. */
    public Position position() {
        return decision.position();
    }
}
