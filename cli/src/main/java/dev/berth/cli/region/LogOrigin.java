package dev.berth.cli.region;

import dev.berth.events.command.Command;
import dev.berth.events.command.Sent;
import dev.berth.events.model.Origin;

/** Who sends what this program appends to the log by itself. What is not known is left out. */
final class LogOrigin {
    private LogOrigin() {}

    /** The user of this machine who runs the program. */
    static Origin operator() {
        return Origin.operator(System.getProperty("user.name"));
    }

    static Sent sent(Command command, Origin origin) {
        return Sent.of(command).withOrigin(origin);
    }
}
