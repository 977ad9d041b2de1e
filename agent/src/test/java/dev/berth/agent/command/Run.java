package dev.berth.agent.command;

import dev.berth.terminal.config.ConfigPlaces;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/** One run of the agent inside this JVM, with what it printed. */
record Run(int status, String out, String err) {
    private static final Path NOWHERE = Path.of("target/no-such.yaml");

    static Run of(String... arguments) {
        return in(Map.of(), NOWHERE, arguments);
    }

    static Run in(Map<String, String> environment, Path usualConfig, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = BerthAgent.commandLine(
                        new ConfigPlaces(environment, usualConfig),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true))
                .execute(arguments);
        return new Run(status, out.toString(), err.toString());
    }
}
