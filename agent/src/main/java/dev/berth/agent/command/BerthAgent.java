package dev.berth.agent.command;

import com.google.common.collect.ImmutableList;
import dev.berth.terminal.CommonOptions;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.FailureText;
import dev.berth.terminal.Program;
import dev.berth.terminal.Version;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth agent} as a program of its own, with nothing of the service in it. */
@Command(name = "berth-agent", synopsisHeading = "Usage: ", versionProvider = Version.class)
public final class BerthAgent extends AgentCommand {
    @Mixin
    private CommonOptions common;

    /** Ends the process with the command's exit status. */
    public static void main(String[] arguments) {
        System.exit(commandLine(new PrintWriter(System.out, true), new PrintWriter(System.err, true))
                .execute(arguments));
    }

    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new Program(isVerbose -> {}, new FailureText(ImmutableList.of()), failure -> ExitCode.COULD_NOT_RUN)
                .commandLine(new BerthAgent(), out, err);
    }
}
