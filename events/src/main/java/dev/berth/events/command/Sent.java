package dev.berth.events.command;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Sha256;
import java.util.Optional;

/**
 * A command as it stands in the log, with who sent it. What a command comes to follows from the command alone.
 *
 * @param origin empty where nobody has said
 * @param request what the sender's request hashes to, if it carried an idempotency key; its reply is then remembered with it
 */
public record Sent(Command command, Optional<Origin> origin, Optional<Sha256> request) {
    /** A command that came without an idempotency key. */
    public Sent(Command command, Optional<Origin> origin) {
        this(command, origin, Optional.empty());
    }

    /** A command of which nobody has said who sent it. */
    public static Sent of(Command command) {
        return new Sent(command, Optional.empty());
    }

    /** The same, which came with an idempotency key. */
    public Sent withRequest(Optional<Sha256> digest) {
        return new Sent(command, origin, digest);
    }

    public CommandId commandId() {
        return command.commandId();
    }
}
