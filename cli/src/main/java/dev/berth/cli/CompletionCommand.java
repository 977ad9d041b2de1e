package dev.berth.cli;

import dev.berth.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        header = "Print what makes bash and zsh complete commands and options.",
        description = {
            "Prints a script for the shell. A shell that reads it completes berth's commands and options; packages "
                    + "have it where bash looks for it."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {"0:printed", "2:the command line is wrong"},
        footerHeading = "%nExamples:%n",
        footer = "  berth completion")
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(AutoComplete.bash("berth", spec.root().commandLine()));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
