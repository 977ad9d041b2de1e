package dev.berth.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.events.model.Printable;
import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How a command prints what it has to tell: tables for people, JSON for programs. A mixin, for one command and its
 * thread.
 */
public final class PrintOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @ArgGroup
    private Choice choice = new Choice();

    private static final class Choice {
        @Option(names = "--json", description = "Print JSON, watched or not (default: JSON where nobody watches).")
        private boolean isJson;

        @Option(names = "--table", description = "Print a table, watched or not.")
        private boolean isTable;
    }

    public boolean areJson() {
        return choice.isJson || !choice.isTable && !Terminal.isWatched();
    }

    /**
     * Prints an answer to whoever asked for it.
     *
     * @param people prints the same for people
     */
    public void show(JsonNode answer, Consumer<PrintWriter> people) {
        PrintWriter out = command.commandLine().getOut();
        if (areJson()) {
            out.println(Printable.lines(answer, ""));
        } else {
            people.accept(out);
        }
        out.flush();
    }
}
