package dev.berth.agent.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** One run of the agent inside this JVM, with what it printed. */
record Run(int status, String out, String err) {
    static Run of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine agent = BerthAgent.commandLine(new PrintWriter(out, true), new PrintWriter(err, true));
        int status = agent.execute(arguments);
        return new Run(status, out.toString(), err.toString());
    }
}
