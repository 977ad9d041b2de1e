package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.RequestDigest;
import java.util.Optional;

/**
 * A command and what travels with it in the log but is no part of what is wanted: no decision depends on it.
 *
 * @param request what the sender's request came to, if it carried an idempotency key; its reply is then remembered with it
 */
public record Envelope(Command command, Optional<RequestDigest> request) {
    /** A command alone. */
    public static Envelope of(Command command) {
        return new Envelope(command, Optional.empty());
    }

    public CommandId commandId() {
        return command.commandId();
    }
}
