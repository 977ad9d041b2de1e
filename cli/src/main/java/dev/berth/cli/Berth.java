package dev.berth.cli;

import com.google.common.base.Throwables;
import dev.berth.cli.service.LogDamagedException;
import dev.berth.embedded.DamagedLogException;
import dev.berth.events.log.DamagedRecordException;
import dev.berth.events.model.Printable;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The berth command itself: its subcommands, and what all of them share. */
@Command(
        name = "berth",
        description = {
            "Berth keeps track of what hosts have and who holds it. It speaks the OpenStack Placement API and keeps every "
                    + "command in a log, from which everything else follows."
        },
        synopsisHeading = "Usage: ",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            ServeCommand.class,
            AgentCommand.class,
            AuditCommand.class,
            ExplainCommand.class,
            TokenCommand.class,
            SimulateCommand.class,
            SkipCommand.class,
            RebuildCommand.class,
            RefoldCommand.class,
            VersionCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth demo                         see all of it work, start to finish",
            "  berth up                           run everything in one process",
            "  berth audit verify                 prove that the service agrees with its log",
            "  berth up --help                    options and examples of one command"
        })
public final class Berth implements Runnable {
    @Spec
    private CommandSpec spec;

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
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Log more, to standard error, and show where failures come from.")
    private boolean isVerbose;

    /** Ends the process with the command's exit status. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Berth())
                .setExecutionStrategy(afterLoggingIsSet())
                .setParameterExceptionHandler(Berth::explainUsage)
                .setExecutionExceptionHandler(Berth::explainFailure)
                .setUsageHelpLongOptionsMaxWidth(32)
                .setUsageHelpWidth(110);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static IExecutionStrategy afterLoggingIsSet() {
        return parsed -> {
            Logging.set(root(parsed).isVerbose);
            return new RunLast().execute(parsed);
        };
    }

    private static Berth root(ParseResult parsed) {
        return parsed.commandSpec().root().userObject() instanceof Berth berth ? berth : new Berth();
    }

    private static int explainUsage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("berth: " + Printable.lines(failure.getMessage(), "  "));
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String suggestions = unmatched.getSuggestions().stream()
                    .filter(suggestion -> suggestion.length() > 2)
                    .limit(3)
                    .collect(Collectors.joining(" or "));
            if (!suggestions.isEmpty()) {
                err.println("Did you mean " + suggestions + "?");
            }
        }
        err.println("See " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitCode.USAGE;
    }

    private static int explainFailure(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        boolean isVerbose = root(parsed).isVerbose;
        err.println("berth: " + FailureText.of(failure, isVerbose));
        if (isVerbose) {
            err.println(Printable.lines(Throwables.getStackTraceAsString(failure), ""));
        }
        err.flush();
        boolean isOfLog = failure instanceof LogDamagedException
                || failure instanceof DamagedLogException
                || failure instanceof DamagedRecordException;
        return isOfLog ? ExitCode.LOG_DAMAGED : ExitCode.COULD_NOT_RUN;
    }
}
