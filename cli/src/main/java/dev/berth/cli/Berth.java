package dev.berth.cli;

import com.google.common.collect.ImmutableList;
import dev.berth.auditor.AuditFailedException;
import dev.berth.auditor.LiveListException;
import dev.berth.auditor.proof.UnusableProofException;
import dev.berth.cli.logging.Logging;
import dev.berth.cli.process.CommonPool;
import dev.berth.cli.process.OptionalModule;
import dev.berth.cli.process.OutOfMemory;
import dev.berth.cli.service.LogDamagedException;
import dev.berth.cli.service.PortTakenException;
import dev.berth.events.log.DamagedRecordException;
import dev.berth.projector.LogUnavailableException;
import dev.berth.terminal.CommonOptions;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.FailureText;
import dev.berth.terminal.Program;
import dev.berth.terminal.StandardOutput;
import dev.berth.terminal.Version;
import dev.berth.terminal.config.ConfigPlaces;
import dev.berth.terminal.config.Configuration;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The berth command itself: its subcommands, and what all of them share. */
@Command(
        name = "berth",
        description = {
            "Berth keeps track of what hosts have and who holds it. It speaks the OpenStack Placement API and keeps "
                    + "every "
                    + "command in a log, from which everything else follows."
        },
        synopsisHeading = "Usage: ",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth demo                         see all of it work, start to finish",
            "  berth up                           run everything in one process",
            "  berth serve --kafka kafka1:9092    run the service on a Kafka that is there",
            "  berth audit verify                 prove that the service agrees with its log",
            "  berth serve --help                 options and examples of one command"
        })
public final class Berth implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Berth.class);

    private static final String USUAL_CONFIG = "/etc/berth/berth.yaml";

    static final FailureText FAILURES = new FailureText(ImmutableList.<Class<? extends Throwable>>builder()
            .addAll(ImmutableList.<Class<? extends Throwable>>of(
                    AuditFailedException.class,
                    LiveListException.class,
                    UnusableProofException.class,
                    PortTakenException.class,
                    LogDamagedException.class,
                    LogUnavailableException.class))
            .addAll(OptionalModule.EMBEDDED.isHere() ? EmbeddedFailures.FORESEEN : ImmutableList.of())
            .build());

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    /** Ends the process with the command's exit status. */
    public static void main(String[] arguments) {
        // Kafka makes names of its settings upper case as the locale has it, and a Turkish one has another I.
        Locale.setDefault(Locale.ROOT);
        CommonPool.use();
        PrintWriter err = new PrintWriter(System.err, true);
        run(commandLineFor(List.of(arguments), StandardOutput.ofProcess(), err), arguments);
    }

    static void run(CommandLine commandLine, String... arguments) {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            OutOfMemory.endIf(failure);
            // It may quote text from outside, so it goes through the log like everything else.
            LOG.error("Thread {} died.", thread.getName(), failure);
        });
        System.exit(OutOfMemory.endsIn(() -> commandLine.execute(arguments)));
    }

    /** With all commands, whole. */
    static CommandLine commandLine() {
        return commandLine(StandardOutput.ofProcess(), new PrintWriter(System.err, true));
    }

    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return commandLine(ConfigPlaces.ofProcess(USUAL_CONFIG), out, err);
    }

    static CommandLine commandLine(ConfigPlaces places, PrintWriter out, PrintWriter err) {
        CommandSpec berth = CommandSpec.forAnnotatedObject(new Berth());
        AllCommands.addTo(berth);
        return program(berth, places, out, err);
    }

    /**
     * For one run with these words. Where a file or the environment says something of any command, all are needed to
     * judge it.
     */
    static CommandLine commandLineFor(List<String> words, PrintWriter out, PrintWriter err) {
        ConfigPlaces places = ConfigPlaces.ofProcess(USUAL_CONFIG);
        boolean isConfigured = !places.areSilent() || words.stream().anyMatch(Berth::mayNameAFile);
        if (isConfigured) {
            return commandLine(places, out, err);
        }
        CommandSpec berth = CommandSpec.forAnnotatedObject(new Berth());
        AllCommands.addTo(berth, words);
        return program(berth, places, out, err);
    }

    /** Whether a word says that there is more in a file: of the configuration, or of the command line. */
    private static boolean mayNameAFile(String word) {
        return word.startsWith(Configuration.OPTION) || word.startsWith("@");
    }

    private static CommandLine program(CommandSpec berth, ConfigPlaces places, PrintWriter out, PrintWriter err) {
        return new Program(Logging::set, FAILURES, Berth::exitCode, places).commandLine(berth, out, err);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int exitCode(Exception failure) {
        boolean isOfLog = failure instanceof LogDamagedException
                || OptionalModule.EMBEDDED.isHere() && EmbeddedFailures.isOfLog(failure)
                || failure instanceof DamagedRecordException;
        return isOfLog ? ExitCode.LOG_DAMAGED : ExitCode.COULD_NOT_RUN;
    }
}
