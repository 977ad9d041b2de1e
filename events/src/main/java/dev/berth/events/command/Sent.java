package dev.berth.events.command;

import dev.berth.events.model.Origin;
import java.util.Optional;

/**
 * A command as it stands in the log, with who sent it. What a command comes to follows from the command alone.
 *
 * @param origin empty where nobody has said
 */
public record Sent(Command command, Optional<Origin> origin) {
    /** A command of which nobody has said who sent it. */
    public static Sent of(Command command) {
        return new Sent(command, Optional.empty());
    }
}
