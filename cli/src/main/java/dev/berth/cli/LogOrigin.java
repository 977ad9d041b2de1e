package dev.berth.cli;

import dev.berth.events.command.Command;
import dev.berth.events.command.Sent;
import dev.berth.events.model.Origin;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who sends what this program appends to the log by itself. What is not known is left out. */
final class LogOrigin {
    private LogOrigin() {}

    /** The agent on this machine, which may report another host than this. */
    static Origin agent() {
        return Origin.agent(ownName(), Version.number());
    }

    /** The user of this machine who runs the program. */
    static Origin operator() {
        return Origin.operator(System.getProperty("user.name"));
    }

    static Sent sent(Command command, Origin origin) {
        return Sent.of(command).withOrigin(origin);
    }

    /** This machine's name; empty where it has none, which no origin holds. */
    private static String ownName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
