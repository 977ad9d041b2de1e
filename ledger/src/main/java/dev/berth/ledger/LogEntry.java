package dev.berth.ledger;

import dev.berth.events.command.Command;
import dev.berth.events.command.Envelope;
import dev.berth.events.model.Position;

/** One record of a region's log, as its reader found it. */
public sealed interface LogEntry {
    Position position();

    record Readable(Position position, Envelope envelope) implements LogEntry {
        /** A command that travels alone. */
        public Readable(Position position, Command command) {
            this(position, Envelope.of(command));
        }

        public Command command() {
            return envelope.command();
        }
    }

    /** @param reason why no command could be made of the record, for an operator to read */
    record Unreadable(Position position, String reason) implements LogEntry {}
}
