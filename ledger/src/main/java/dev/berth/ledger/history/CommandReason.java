package dev.berth.ledger.history;

import dev.berth.events.command.ChangeDevice;
import dev.berth.events.command.Command;
import dev.berth.events.command.DrainHost;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.RemoveHost;
import java.util.Optional;

/** Why a command was sent, where its sender has said so. Stateless. */
final class CommandReason {
    private CommandReason() {}

    static Optional<String> of(LogEntry entry) {
        return entry instanceof LogEntry.Readable readable ? of(readable.command()) : Optional.empty();
    }

    private static Optional<String> of(Command command) {
        if (command instanceof ReleaseAllocations release) {
            return release.reason();
        }
        if (command instanceof DrainHost drain) {
            return Optional.of(drain.reason());
        }
        if (command instanceof RemoveHost removal) {
            return removal.forced();
        }
        return command instanceof ChangeDevice change ? change.reason() : Optional.empty();
    }
}
