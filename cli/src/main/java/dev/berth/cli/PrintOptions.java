package dev.berth.cli;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How a command prints what it has to tell: tables for people, JSON for programs. A mixin. */
final class PrintOptions {
    @ArgGroup
    private Choice choice = new Choice();

    private static final class Choice {
        @Option(names = "--json", description = "Print JSON, watched or not (default: JSON where nobody watches).")
        private boolean isJson;

        @Option(names = "--table", description = "Print a table, watched or not.")
        private boolean isTable;
    }

    boolean areJson() {
        return choice.isJson || !choice.isTable && !Terminal.isWatched();
    }
}
