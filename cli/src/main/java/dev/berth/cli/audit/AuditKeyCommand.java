package dev.berth.cli.audit;

import dev.berth.terminal.ExitCode;
import dev.berth.terminal.SigningKeyFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code berth audit key}: the key by which an auditor signs. */
@Command(
        name = "key",
        header = "Make or show the key that signs heads and checkpoints.",
        description = {
            "Shows the public half of the key in a file, for --trust. Where there is no such file, makes one that only"
                    + " its owner can read."
        },
        descriptionHeading = "%n",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {"0:shown", "1:the file cannot be used", "2:the command line is wrong"},
        footerHeading = "%nExamples:%n",
        footer = {"  berth audit key auditor.pem"})
final class AuditKeyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The key: Ed25519, PEM, PKCS #8.")
    private Path file;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println(SigningKeyFile.openOrMake(file).publicKey());
        out.flush();
        return ExitCode.OK;
    }
}
