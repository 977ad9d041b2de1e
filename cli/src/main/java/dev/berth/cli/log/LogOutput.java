package dev.berth.cli.log;

import dev.berth.auditor.LogLine;
import dev.berth.auditor.LogScan;
import dev.berth.auditor.LogText;
import dev.berth.cli.output.Terminal;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Shows records of the log: rows for somebody at a terminal, else JSON objects. */
final class LogOutput {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--json", description = "Print a JSON object for each record, watched or not.")
    private boolean asJson;

    private boolean hasHeader;
    private long shown;

    boolean isJson() {
        return asJson || !Terminal.isWatched();
    }

    void show(LogLine line) {
        shown++;
        if (isJson()) {
            out().println(LogText.json(line));
            return;
        }
        if (!hasHeader) {
            out().println(LogText.header());
            hasHeader = true;
        }
        out().println(LogText.row(line));
    }

    /** Says what whoever reads it has to know besides. */
    void end(LogScan scan) {
        out().flush();
        PrintWriter err = spec.commandLine().getErr();
        scan.notes().forEach(err::println);
        if (shown == 0) {
            err.println("No record of the log is as was asked for.");
        }
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
