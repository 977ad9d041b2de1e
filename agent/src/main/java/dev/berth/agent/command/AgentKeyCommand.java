package dev.berth.agent.command;

import dev.berth.terminal.ExitCode;
import dev.berth.terminal.UsualPlaces;
import dev.berth.terminal.config.CommonToAll;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "key",
        header = "Make or show the key that signs this host's reports.",
        description = {
            "Shows the public half of the key in a file, and how an administrator enrols it. Where there is no such "
                    + "file, makes "
                    + "one that only its owner can read."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {"0:shown", "1:the file cannot be used", "2:the command line is wrong"},
        footerHeading = "%nExamples:%n",
        footer = {"  ${COMMAND-FULL-NAME} /etc/berth/agent.pem"})
final class AgentKeyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The key: Ed25519, PEM, PKCS #8.")
    private Path file;

    @CommonToAll
    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = UsualPlaces.SERVICE,
            description = "The service that the host is enrolled at" + UsualPlaces.SERVICE_TEXT)
    private String url;

    @Option(names = "--host-id", paramLabel = "UUID", description = "The host, as --dry-run shows it.")
    private Optional<UUID> host = Optional.empty();

    @Override
    public Integer call() {
        AgentKeyFile key = AgentKeyFile.openOrMake(file);
        show(spec.commandLine().getOut(), key, url, host.map(Object::toString).orElse("HOST-UUID"));
        return ExitCode.OK;
    }

    static void show(PrintWriter out, AgentKeyFile key, String url, String host) {
        out.println("public key: " + key.publicKey());
        out.println("an administrator enrols it with");
        out.println("  curl -X PUT " + url + "/hosts/" + host + "/enrolment -H 'x-auth-token: ADMIN-TOKEN'"
                + " -H 'content-type: application/json' -d '{\"key\": \"" + key.publicKey() + "\"}'");
        out.flush();
    }
}
