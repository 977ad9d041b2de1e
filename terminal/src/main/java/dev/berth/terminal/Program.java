package dev.berth.terminal;

import com.google.common.base.Throwables;
import dev.berth.events.json.FailureWords;
import dev.berth.events.model.Printable;
import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * How a program of Berth's behaves at a terminal, whatever it does: it prints nothing but what is printable, says what
 * was wrong on standard error, and ends with an {@link ExitCode}.
 *
 * @param logging sets how much is logged, told whether that is to be more than usual
 * @param failures the words for what a command ends with
 * @param exitCode what such an end comes to
 */
public record Program(Consumer<Boolean> logging, FailureText failures, ToIntFunction<Exception> exitCode) {
    /**
     * The program on this command, which has {@link CommonOptions}. The help, which is ours alone, may have colours.
     */
    public CommandLine commandLine(Object command, PrintWriter out, PrintWriter err) {
        return new CommandLine(command)
                .setOut(PrintableWriter.on(out))
                .setErr(PrintableWriter.on(err))
                .setExecutionStrategy(afterLoggingIsSet(out))
                .setParameterExceptionHandler(Program::explainUsage)
                .setExecutionExceptionHandler(this::explainFailure)
                .setUsageHelpLongOptionsMaxWidth(32)
                .setUsageHelpWidth(110);
    }

    private IExecutionStrategy afterLoggingIsSet(PrintWriter help) {
        return parsed -> {
            logging.accept(CommonOptions.isVerbose(parsed));
            if (isForHelp(parsed)) {
                parsed.commandSpec().root().commandLine().setOut(help);
            }
            return run(parsed);
        };
    }

    /** What a command has printed is written before it is said how the command went. */
    private static int run(ParseResult parsed) {
        try {
            int status = new RunLast().execute(parsed);
            parsed.asCommandLineList().forEach(command -> command.getOut().flush());
            return status;
        } catch (OutputLostException e) {
            // Help is printed outside of any command.
            throw new ExecutionException(parsed.commandSpec().commandLine(), e.getMessage(), e);
        }
    }

    /** A Runnable has no exit status to give: by itself it does nothing but show its help. */
    private static boolean isForHelp(ParseResult parsed) {
        boolean isOnlyHelp = !parsed.hasSubcommand() && parsed.commandSpec().userObject() instanceof Runnable;
        return isOnlyHelp || parsed.asCommandLineList().stream().anyMatch(CommandLine::isUsageHelpRequested);
    }

    private static int explainUsage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(name(command) + ": " + Printable.lines(FailureWords.withoutClasses(failure.getMessage()), "  "));
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

    private int explainFailure(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof OutputLostException lost && lost.isUnread()) {
            return ExitCode.UNREAD;
        }
        PrintWriter err = command.getErr();
        boolean isVerbose = CommonOptions.isVerbose(parsed);
        err.println(name(command) + ": " + failures.of(failure, isVerbose)
                + FailureText.hint(failure, option -> command.getCommandSpec().findOption(option) != null)
                + failures.error(failure));
        if (isVerbose) {
            err.println(Printable.lines(Throwables.getStackTraceAsString(failure), ""));
        }
        err.flush();
        return exitCode.applyAsInt(failure);
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().root().name();
    }
}
