package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Sha256;
import java.util.Optional;

/**
 * A command as it stands in the log, with what travels beside it: what a command comes to follows from the command
 * alone.
 *
 * @param origin who sent it; empty if unknown
 * @param request what the sender's request hashes to, if it carried an idempotency key; its reply is then remembered
 *     with it
 */
public record Sent(Command command, Optional<Origin> origin, Optional<Sha256> request) {
    /** A command alone. */
    public static Sent of(Command command) {
        return new Sent(command, Optional.empty(), Optional.empty());
    }

    public Sent withOrigin(Origin who) {
        return new Sent(command, Optional.of(who), request);
    }

    public Sent withRequest(Sha256 hash) {
        return new Sent(command, origin, Optional.of(hash));
    }

    public CommandId commandId() {
        return command.commandId();
    }
}
