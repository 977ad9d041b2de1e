package dev.berth.agent.command;

import com.google.common.collect.ImmutableList;
import dev.berth.terminal.CommonOptions;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.FailureText;
import dev.berth.terminal.Program;
import dev.berth.terminal.StandardOutput;
import dev.berth.terminal.Version;
import dev.berth.terminal.config.ConfigPlaces;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth agent} as a program of its own, with nothing of the service in it. */
@Command(name = "berth-agent", synopsisHeading = "Usage: ", versionProvider = Version.class)
public final class BerthAgent extends AgentCommand {
    private static final String USUAL_CONFIG = "/etc/berth/agent.yaml";

    @Mixin
    private CommonOptions common;

    /** Ends the process with the command's exit status. */
    public static void main(String[] arguments) {
        // The client of Kafka makes names upper case as the locale has it, and a Turkish one has another I.
        Locale.setDefault(Locale.ROOT);
        PrintWriter out = StandardOutput.ofProcess();
        PrintWriter err = new PrintWriter(System.err, true);
        // The logger's way out; what the command says is made printable on its own.
        System.setErr(AgentLog.printable(System.err));
        System.exit(commandLine(ConfigPlaces.ofProcess(USUAL_CONFIG), out, err).execute(arguments));
    }

    static CommandLine commandLine(ConfigPlaces places, PrintWriter out, PrintWriter err) {
        return new Program(
                        AgentLog::set, new FailureText(ImmutableList.of()), failure -> ExitCode.COULD_NOT_RUN, places)
                .commandLine(new BerthAgent(), out, err);
    }
}
