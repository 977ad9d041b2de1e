package dev.berth.agent.command;

import com.google.common.collect.ImmutableList;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.CommonOptions;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.FailureText;
import dev.berth.terminal.Program;
import dev.berth.terminal.StandardOutput;
import dev.berth.terminal.Version;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code berth agent} as a program of its own, with nothing of the service in it, and with a configuration. */
@Command(name = "berth-agent", synopsisHeading = "Usage: ", versionProvider = Version.class)
public final class BerthAgent extends AgentCommand {
    static final Path USUAL_CONFIG = Path.of("/etc/berth/agent.conf");
    private static final String CONFIG_OPTION = "--" + AgentConfig.CONFIG;

    @Option(
            names = CONFIG_OPTION,
            paramLabel = "FILE",
            description =
                    "Options by name in a properties file, which those here and BERTH_AGENT_… in the environment win "
                            + "over (default: /etc/berth/agent.conf if it is there).")
    private Path config;

    @Mixin
    private CommonOptions common;

    /** Ends the process with the command's exit status. */
    public static void main(String[] arguments) {
        PrintWriter out = StandardOutput.ofProcess();
        PrintWriter err = new PrintWriter(System.err, true);
        // The logger's way out; what the command says is made printable on its own.
        System.setErr(AgentLog.printable(System.err));
        System.exit(run(List.of(arguments), System.getenv(), USUAL_CONFIG, out, err));
    }

    /** @param usualConfig is read if it is there and no other is named */
    static int run(
            List<String> arguments,
            Map<String, String> environment,
            Path usualConfig,
            PrintWriter out,
            PrintWriter err) {
        CommandLine agent = commandLine(out, err);
        try {
            Path file = config(arguments, environment, usualConfig);
            agent.setDefaultValueProvider(AgentConfig.read(agent.getCommandSpec(), environment, file));
        } catch (CannotRunException e) {
            agent.getErr().println("berth-agent: " + e.getMessage());
            agent.getErr().flush();
            return ExitCode.COULD_NOT_RUN;
        }
        return agent.execute(arguments.toArray(String[]::new));
    }

    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new Program(AgentLog::set, new FailureText(ImmutableList.of()), failure -> ExitCode.COULD_NOT_RUN)
                .commandLine(new BerthAgent(), out, err);
    }

    /** Looked for before the command line is understood, because what is understood depends on it. */
    private static Path config(List<String> arguments, Map<String, String> environment, Path usual) {
        String prefix = CONFIG_OPTION + "=";
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).startsWith(prefix)) {
                return path(CONFIG_OPTION, arguments.get(i).substring(prefix.length()));
            }
            if (arguments.get(i).equals(CONFIG_OPTION) && i + 1 < arguments.size()) {
                return path(CONFIG_OPTION, arguments.get(i + 1));
            }
        }
        String variable = AgentConfig.variable(AgentConfig.CONFIG);
        String named = environment.get(variable);
        return named != null ? path(variable, named) : Files.exists(usual) ? usual : null;
    }

    private static Path path(String setting, String name) {
        if (name.isBlank()) {
            throw new CannotRunException(setting + " has no value; leave it out where the default is meant");
        }
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new CannotRunException("expected " + setting + " to be a file but got " + e.getMessage(), e);
        }
    }
}
