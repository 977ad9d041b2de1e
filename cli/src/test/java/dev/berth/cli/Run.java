package dev.berth.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
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

    /** {@code berth audit verify} of a service and its log. */
    static Run auditVerify(URI service, String kafka, String registry, String... more) {
        List<String> arguments = new ArrayList<>(List.of("audit", "verify", "--url", service.toString()));
        arguments.addAll(List.of("--kafka", kafka, "--registry", registry));
        arguments.addAll(List.of(more));
        return of(arguments.toArray(String[]::new));
    }

    /** What it printed on both, as a terminal shows it if the order does not matter. */
    public String all() {
        return (out + err).strip();
    }
}
