package dev.berth.cli.audit;

import com.google.common.base.Splitter;
import dev.berth.auditor.AuditFailedException;
import dev.berth.auditor.StateAt;
import dev.berth.auditor.StateShell;
import dev.berth.cli.option.LogPlaceConverter;
import dev.berth.cli.output.BoundedLines;
import dev.berth.cli.output.Terminal;
import dev.berth.events.log.LogPlace;
import dev.berth.events.model.Printable;
import dev.berth.ledger.directory.RegionRoot;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code berth audit at}: the state of a region at a position of its log. */
@Command(
        name = "at",
        header = "Look around in what was so at a position or a time.",
        description = {
            "Reads the region's log up to there, folds it, and shows the state as directories: providers, trees, "
                    + "consumers, projects, hosts, devices, flavors, classes, traits, and the region itself. With "
                    + "shell it reads commands from standard input, one a line: ls, cat, tree, find, cd, pwd, help, "
                    + "and exit. The service is not asked. Where nobody watches, what is shown is JSON objects, a "
                    + "line each.",
            "A time means the last record whose time is not after it. An offset alone is one of the region's "
                    + "partition."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:shown",
            "1:Kafka or the registry does not answer, the beginning of the log was deleted, or there is no such "
                    + "region, position or path",
            "2:the command line is wrong, or a line of the shell if nobody watches",
            "4:a record before there is damaged"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth audit at 0@1042 shell",
            "  berth audit at 2026-11-28T03:12:00Z ls providers --region east",
            "  berth audit at now cat consumers/00000000-0000-4000-8000-00000000000a"
        })
final class AuditAtCommand implements Callable<Integer> {
    private static final String SHELL = "shell";
    private static final Splitter WORDS = Splitter.onPattern("[ \t]+").omitEmptyStrings();

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "POSITION",
            converter = LogPlaceConverter.class,
            description = "A position such as 0@1042, an offset such as 1042, a time such as 2026-11-28T09:00:00Z, 24h "
                    + "for that long ago, or now.")
    private LogPlace place;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "shell, or one of its commands: ls [PATH], cat [PATH …], tree [PATH] [DEPTH], "
                    + "find [PATH] TEXT.")
    private List<String> command;

    @Mixin
    private StateOptions options;

    @Override
    public Integer call() throws IOException {
        boolean isShell = command.get(0).equals(SHELL);
        if (isShell && command.size() > 1) {
            throw wrong("shell takes its commands from standard input, but got " + command.get(1));
        }
        if (!isShell) {
            check(() -> StateShell.requireVerb(command.get(0)));
        }
        StateAt state = options.read(place).get(0);
        StateShell shell = new StateShell(
                RegionRoot.of(state.fold()), options.isJson(), options.out(), path -> options.elsewhen(path, state));
        if (isShell) {
            return converse(shell);
        }
        check(() -> shell.run(command));
        return ExitCode.OK;
    }

    /** Until the input ends, or says so. What goes wrong with one line is said, and the next one is read. */
    private int converse(StateShell shell) throws IOException {
        int status = ExitCode.OK;
        BoundedLines lines = new BoundedLines(System.in, StandardCharsets.UTF_8);
        for (Optional<String> line = next(shell, lines); line.isPresent(); line = next(shell, lines)) {
            List<String> words = WORDS.splitToList(line.get());
            if (words.equals(List.of("exit"))) {
                break;
            }
            int result = line.get().length() > BoundedLines.LENGTH_MAX ? tooLong() : run(shell, words);
            status = status == ExitCode.OK ? result : status;
        }
        return Terminal.isWatched() ? ExitCode.OK : status;
    }

    private Optional<String> next(StateShell shell, BoundedLines lines) throws IOException {
        if (Terminal.isWatched()) {
            options.err().print(place + ":" + shell.directory() + "> ");
            options.err().flush();
        }
        return lines.next();
    }

    private int run(StateShell shell, List<String> words) {
        try {
            shell.run(words);
            return ExitCode.OK;
        } catch (AuditFailedException e) {
            options.err().println(Printable.of(e.getMessage()));
            return ExitCode.COULD_NOT_RUN;
        } catch (IllegalArgumentException e) {
            options.err().println(Printable.of(e.getMessage()));
            return ExitCode.USAGE;
        }
    }

    private int tooLong() {
        options.err().println("expected a line of at most " + BoundedLines.LENGTH_MAX + " characters but got more");
        return ExitCode.USAGE;
    }

    private void check(Runnable step) {
        try {
            step.run();
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
