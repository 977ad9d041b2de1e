package dev.berth.terminal;

import com.google.common.base.Throwables;
import dev.berth.events.json.FailureWords;
import dev.berth.events.model.Printable;
import dev.berth.terminal.config.ConfigPlaces;
import dev.berth.terminal.config.Configuration;
import dev.berth.terminal.config.NearestName;
import dev.berth.terminal.config.UnusableConfigException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
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
 * @param places where it is looked for what its options are
 */
public record Program(
        Consumer<Boolean> logging, FailureText failures, ToIntFunction<Exception> exitCode, ConfigPlaces places) {
    /** How many columns the terminal has that help is printed on; the launcher sets it where there is one. */
    private static final String COLUMNS = "berth.terminal.columns";

    private static final int HELP_COLUMNS_MIN = 80;
    private static final int HELP_COLUMNS_MAX = 110;

    /**
     * The program on this command, which has {@link CommonOptions} and all of its subcommands. The help, which is ours
     * alone, may have colours.
     *
     * @param command as picocli takes one
     */
    public CommandLine commandLine(Object command, PrintWriter out, PrintWriter err) {
        CommandLine program = new ConfiguredCommandLine(command);
        program.setDefaultValueProvider(new Configuration(program.getCommandSpec(), places));
        Map<String, IHelpSectionRenderer> sections = new TreeMap<>(program.getHelpSectionMap());
        sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, Program::examples);
        sections.replaceAll((key, section) -> help -> WholeWordsHelp.asWritten(section.render(help)));
        program.setHelpFactory(WholeWordsHelp::new);
        program.setHelpSectionMap(sections);
        return program.setOut(PrintableWriter.on(out))
                .setErr(PrintableWriter.on(err))
                .setExecutionStrategy(afterLoggingIsSet(out))
                .setParameterExceptionHandler(Program::explainUsage)
                .setExecutionExceptionHandler(this::explainFailure)
                .setUsageHelpLongOptionsMaxWidth(32)
                .setUsageHelpWidth(helpColumns());
    }

    /** Each in one line, however long: one that is broken in two is no command any more for whoever copies it. */
    private static String examples(Help help) {
        return Arrays.stream(help.commandSpec().usageMessage().footer())
                .map(line -> help.colorScheme().text(String.format(line)) + System.lineSeparator())
                .collect(Collectors.joining());
    }

    /** What the terminal has, as the launcher tells it, within what can be read. */
    private static int helpColumns() {
        int columns = Integer.getInteger(COLUMNS, HELP_COLUMNS_MAX);
        return Math.max(HELP_COLUMNS_MIN, Math.min(HELP_COLUMNS_MAX, columns));
    }

    private IExecutionStrategy afterLoggingIsSet(PrintWriter help) {
        return parsed -> {
            logging.accept(CommonOptions.isVerbose(parsed));
            if (isForHelp(parsed)) {
                parsed.commandSpec().root().commandLine().setOut(help);
            } else {
                requireSoundConfiguration(parsed);
            }
            return run(parsed);
        };
    }

    private static void requireSoundConfiguration(ParseResult parsed) {
        List<CommandLine> commands = parsed.asCommandLineList();
        CommandLine last = commands.get(commands.size() - 1);
        try {
            Configuration.of(parsed.commandSpec()).requireSound(last.getCommandSpec());
        } catch (UnusableConfigException e) {
            throw new ExecutionException(last, e.getMessage(), e);
        }
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
        err.println(name(command) + ": " + Printable.lines(FailureWords.withoutClasses(failure.getMessage()), "  ")
                + origin(failure));
        if (failure instanceof UnmatchedArgumentException unmatched) {
            meant(unmatched).ifPresent(name -> err.println("Did you mean " + name + "?"));
        }
        if (failure instanceof MissingParameterException) {
            example(command.getCommandSpec()).ifPresent(line -> err.println("For example: " + line));
        }
        err.println("See " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitCode.USAGE;
    }

    /** The first of the examples, without what is said of it. */
    private static Optional<String> example(CommandSpec command) {
        return Arrays.stream(command.usageMessage().footer())
                .map(line -> String.format(line).strip().split(" {3,}", 2)[0])
                .filter(line -> line.startsWith(command.qualifiedName()) && !line.endsWith("\\"))
                .findFirst();
    }

    /** The option or command of the nearest name. */
    private static Optional<String> meant(UnmatchedArgumentException failure) {
        String given = failure.getUnmatched().get(0).split("=", 2)[0];
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        Stream<String> names = given.startsWith("-")
                ? command.options().stream().filter(option -> !option.hidden()).map(OptionSpec::longestName)
                : command.subcommands().entrySet().stream()
                        .filter(sub ->
                                !sub.getValue().getCommandSpec().usageMessage().hidden())
                        .map(Map.Entry::getKey);
        return NearestName.of(given, names.collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Where a wrong value stands, if the command line is not where. */
    private static String origin(ParameterException failure) {
        return failure.getArgSpec() instanceof OptionSpec option
                ? Configuration.of(failure.getCommandLine().getCommandSpec())
                        .valueOf(option)
                        .filter(value -> value.text().equals(failure.getValue()))
                        .map(value -> "; " + value.from() + " says so")
                        .orElse("")
                : "";
    }

    private int explainFailure(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof OutputLostException lost && lost.isUnread()) {
            return ExitCode.UNREAD;
        }
        PrintWriter err = command.getErr();
        boolean isVerbose = CommonOptions.isVerbose(parsed);
        err.println(name(command) + ": " + failures.of(failure, isVerbose)
                + FailureText.hint(failure, command.getCommandSpec())
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

    /** One whose configuration may be named on the command line. */
    private static final class ConfiguredCommandLine extends CommandLine {
        ConfiguredCommandLine(Object command) {
            super(command);
        }

        @Override
        public int execute(String... arguments) {
            Configuration.of(getCommandSpec()).readFor(List.of(arguments));
            return super.execute(arguments);
        }
    }
}
