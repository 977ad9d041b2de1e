package dev.berth.agent.command;

import dev.berth.events.model.Printable;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * How much the agent's libraries log, to standard error, and that none of it moves a cursor. Set before any of them
 * has logged.
 */
final class AgentLog {
    private AgentLog() {}

    /** With a trace it logs each request that fails, and the agent tells why in a sentence. */
    static final String REGISTRY_CLIENT = "io.confluent.kafka.schemaregistry.client.rest.RestService";

    static void set(boolean isVerbose) {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", isVerbose ? "info" : "error");
        System.setProperty("org.slf4j.simpleLogger.log." + REGISTRY_CLIENT, isVerbose ? "info" : "off");
    }

    /** A stream that passes on what is printable. */
    static PrintStream printable(PrintStream err) {
        return new Printed(err);
    }

    /** The logger prints line by line; what stands in a line may be anybody's. */
    private static final class Printed extends PrintStream {
        Printed(PrintStream err) {
            super(err, true, StandardCharsets.UTF_8);
        }

        @Override
        public void println(String line) {
            super.println(Printable.lines(line, "    "));
        }

        @Override
        public void println(Object line) {
            println(String.valueOf(line));
        }
    }
}
