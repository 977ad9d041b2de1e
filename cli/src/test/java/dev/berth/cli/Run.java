package dev.berth.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** One run of berth inside this JVM, with what it printed. */
public record Run(int status, String out, String err) {
    public static Run of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine berth =
                Berth.commandLineFor(List.of(arguments), new PrintWriter(out, true), new PrintWriter(err, true));
        int status = berth.execute(arguments);
        return new Run(status, out.toString(), err.toString());
    }

    /** What it printed on both, as a terminal shows it if the order does not matter. */
    public String all() {
        return (out + err).strip();
    }
}
