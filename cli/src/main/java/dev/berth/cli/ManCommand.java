package dev.berth.cli;

import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "man",
        header = "Write the manual pages of all commands into a directory.",
        description = {
            "Each command has a page, such as berth-serve.1, that says what its --help does. man -l FILE shows one; "
                    + "packages have them where man looks for them."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {"0:written", "1:the directory cannot be written", "2:the command line is wrong"},
        footerHeading = "%nExamples:%n",
        footer = "  berth man man1")
final class ManCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Where the pages go; made if missing.")
    private Path dir;

    @Override
    public Integer call() {
        try {
            Files.createDirectories(dir);
            write(spec.root());
        } catch (IOException e) {
            throw new CannotRunException("cannot write manual pages into " + dir + ": " + e, e);
        }
        return ExitCode.OK;
    }

    private void write(CommandSpec command) throws IOException {
        Files.writeString(dir.resolve(ManPage.name(command) + ".1"), ManPage.of(command), StandardCharsets.UTF_8);
        for (CommandLine sub : command.subcommands().values()) {
            if (ManPage.isShown(sub)) {
                write(sub.getCommandSpec());
            }
        }
    }
}
