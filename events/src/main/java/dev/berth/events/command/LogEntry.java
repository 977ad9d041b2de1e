package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Sha256;

/** One record of a region's log, as its reader found it. */
public sealed interface LogEntry {
    Position position();

    /** What the bytes of the record hash to. */
    Sha256 hash();

    /** @param sent the command, and who sent it, which no decision depends on */
    record Readable(Position position, Sent sent, Sha256 hash) implements LogEntry {
        /** A command without an origin. */
        public Readable(Position position, Command command, Sha256 hash) {
            this(position, Sent.of(command), hash);
        }

        public Command command() {
            return sent.command();
        }
    }

    /**
     * A command of a known kind, with values that no command may have: it is decided like any other, and refused.
     *
     * @param reason what is wrong with it and what would be right, in words that do not depend on the reader
     */
    record Malformed(Position position, CommandId commandId, CommandKind commandKind, String reason, Sha256 hash)
            implements LogEntry {}

    /** @param reason why no command could be made of the record, for an operator to read */
    record Unreadable(Position position, String reason, Sha256 hash) implements LogEntry {}
}
