package dev.berth.cli;

import dev.berth.api.auth.Caller;
import dev.berth.api.auth.StaticToken;
import dev.berth.api.auth.TokenDigest;
import dev.berth.api.auth.TokenFile;
import dev.berth.credentials.UnusableFileException;
import dev.berth.events.model.MalformedException;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "new",
        header = "Draw a token, show it once, and make the line by which a service knows it.",
        description = {
            "Prints a new token, which nobody can find out again, and the line for the file of --token-file, which "
                    + "has its digest and who it is for. With --file it appends the line itself and prints the token "
                    + "alone."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {"0:the token is printed", "1:the file cannot be written", "2:the command line is wrong"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth token new --user nova --role service --file /etc/berth/tokens",
            "  berth token new --user ops --role admin",
            "  berth token new --user agent-cn1 --role agent --host 35791f28-fb45-4717-9ea9-435b3ef7c3b3"
        })
final class TokenNewCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--user", required = true, paramLabel = "ID", description = "Whom it is for.")
    private String user;

    @Option(names = "--project", paramLabel = "ID", description = "The project that it is for (default: none).")
    private String project = "";

    @Option(
            names = "--role",
            paramLabel = "NAME",
            description = "A role that it gives, such as admin, service or reader; may be given several times.")
    private List<String> roles = List.of();

    @Option(
            names = "--system",
            paramLabel = "SCOPE",
            description = "all for a token that is for the whole system and no project.")
    private Optional<String> system = Optional.empty();

    @Option(names = "--host", paramLabel = "UUID", description = "The host whose agent it is for.")
    private Optional<String> host = Optional.empty();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Append the line to this file; made, for its owner alone, if it is not there.")
    private Optional<Path> file = Optional.empty();

    @Override
    public Integer call() {
        String token = StaticToken.draw();
        StaticToken made = new StaticToken(TokenDigest.of(token), caller());
        PrintWriter out = spec.commandLine().getOut();
        if (file.isPresent()) {
            append(made);
            out.println(token);
        } else {
            out.println("token  " + token);
            out.println("line   " + made.line());
        }
        out.flush();
        return ExitCode.OK;
    }

    private Caller caller() {
        try {
            return StaticToken.caller(user, project, roles, system, host);
        } catch (MalformedException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private void append(StaticToken made) {
        try {
            new TokenFile(file.orElseThrow()).append(made);
        } catch (UnusableFileException e) {
            throw new CannotRunException(e.getMessage());
        }
    }
}
