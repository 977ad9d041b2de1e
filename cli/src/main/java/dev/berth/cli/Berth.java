package dev.berth.cli;

import com.google.common.base.Throwables;
import dev.berth.cli.service.LogDamagedException;
import dev.berth.embedded.DamagedLogException;
import dev.berth.events.log.DamagedRecordException;
import dev.berth.events.model.Printable;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
            DeviceCommand.class,
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
    private static final Logger LOG = LoggerFactory.getLogger(Berth.class);

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
        // What a thread dies of may quote anybody, so it goes through the log as all else does.
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> LOG.error("Thread {} died.", thread.getName(), failure));
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return commandLine(new PrintWriter(System.out, true), new PrintWriter(System.err, true));
    }

    /** A command that prints here, nothing but what is printable; the help, which is ours alone, may have colours. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new Berth())
                .setOut(PrintableWriter.on(out))
                .setErr(PrintableWriter.on(err))
                .setExecutionStrategy(afterLoggingIsSet(out))
                .setParameterExceptionHandler(Berth::explainUsage)
                .setExecutionExceptionHandler(Berth::explainFailure)
                .setUsageHelpLongOptionsMaxWidth(32)
                .setUsageHelpWidth(110);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static IExecutionStrategy afterLoggingIsSet(PrintWriter help) {
        return parsed -> {
            Logging.set(root(parsed).isVerbose);
            if (isForHelp(parsed)) {
                parsed.commandSpec().root().commandLine().setOut(help);
            }
            return new RunLast().execute(parsed);
        };
    }

    private static boolean isForHelp(ParseResult parsed) {
        return !parsed.hasSubcommand()
                || parsed.asCommandLineList().stream().anyMatch(CommandLine::isUsageHelpRequested);
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
