package dev.berth.terminal;

import dev.berth.terminal.config.CommandLineOnly;
import dev.berth.terminal.config.CommonToAll;
import dev.berth.terminal.config.Configuration;
import java.nio.file.Path;
import java.util.Optional;
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

    @CommandLineOnly
    @Option(
            names = Configuration.OPTION,
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "A file with what options are that are not given here (default: that of BERTH_CONFIG in the "
                    + "environment, or the usual one if it is there).")
    private Optional<Path> config = Optional.empty();

    @CommonToAll
    @Option(
            names = {"-v", VERBOSE},
            scope = ScopeType.INHERIT,
            fallbackValue = "true",
            description = "Log more, to standard error, and show where failures come from.")
    private boolean isVerbose;

    static boolean isVerbose(ParseResult parsed) {
        return parsed.commandSpec().root().findOption(VERBOSE) != null
                && (boolean) parsed.commandSpec().root().findOption(VERBOSE).getValue();
    }
}
