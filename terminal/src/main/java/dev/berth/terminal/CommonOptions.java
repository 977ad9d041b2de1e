package dev.berth.terminal;

import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** What every program of Berth's takes, before a subcommand's name or after it. */
public final class CommonOptions {
    private static final String VERBOSE = "--verbose";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and end.")
    private boolean helpIsAsked;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and end.")
    private boolean versionIsAsked;

    @Option(
            names = {"-v", VERBOSE},
            scope = ScopeType.INHERIT,
            description = "Log more, to standard error, and show where failures come from.")
    private boolean isVerbose;

    static boolean isVerbose(ParseResult parsed) {
        return parsed.commandSpec().root().findOption(VERBOSE) != null
                && (boolean) parsed.commandSpec().root().findOption(VERBOSE).getValue();
    }
}
