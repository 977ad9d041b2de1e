package dev.berth.cli;

import com.google.common.collect.ImmutableList;
import dev.berth.agent.command.AgentCommand;
import dev.berth.auditor.AuditFailedException;
import dev.berth.auditor.LiveListException;
import dev.berth.auditor.proof.UnusableProofException;
import dev.berth.cli.service.LogDamagedException;
import dev.berth.cli.service.PortTakenException;
import dev.berth.embedded.DamagedLogException;
import dev.berth.embedded.EmbeddedStartException;
import dev.berth.events.log.DamagedRecordException;
import dev.berth.projector.LogUnavailableException;
import dev.berth.terminal.CommonOptions;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.FailureText;
import dev.berth.terminal.Program;
import dev.berth.terminal.StandardOutput;
import dev.berth.terminal.Version;
import java.io.PrintWriter;
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
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            ServeCommand.class,
            AgentCommand.class,
            AuditCommand.class,
            LogCommand.class,
            WatchCommand.class,
            HostCommand.class,
            ExplainCommand.class,
            CapacityCommand.class,
            WhatIfCommand.class,
            FlavorCommand.class,
            ImportLegacyCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            ShadowCommand.class,
            DeviceCommand.class,
            TokenCommand.class,
            SimulateCommand.class,
            ChaosCommand.class,
            RegionCommand.class,
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

    private static final FailureText FAILURES = new FailureText(ImmutableList.of(
            AuditFailedException.class,
            LiveListException.class,
            UnusableProofException.class,
            PortTakenException.class,
            LogDamagedException.class,
            DamagedLogException.class,
            LogUnavailableException.class,
            EmbeddedStartException.class));

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    /** Ends the process with the command's exit status. */
    public static void main(String[] arguments) {
        run(commandLine(), arguments);
    }

    static void run(CommandLine commandLine, String... arguments) {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            OutOfMemory.endIf(failure);
            // It may quote text from outside, so it goes through the log like everything else.
            LOG.error("Thread {} died.", thread.getName(), failure);
        });
        System.exit(OutOfMemory.endsIn(() -> commandLine.execute(arguments)));
    }

    static CommandLine commandLine() {
        return commandLine(StandardOutput.ofProcess(), new PrintWriter(System.err, true));
    }

    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new Program(Logging::set, FAILURES, Berth::exitCode).commandLine(new Berth(), out, err);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int exitCode(Exception failure) {
        boolean isOfLog = failure instanceof LogDamagedException
                || failure instanceof DamagedLogException
                || failure instanceof DamagedRecordException;
        return isOfLog ? ExitCode.LOG_DAMAGED : ExitCode.COULD_NOT_RUN;
    }
}
