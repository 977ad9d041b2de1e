package dev.berth.cli;

import dev.berth.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        header = "Print the script by which bash and zsh complete commands and options.",
        descriptionHeading = "%n",
        description = {
            "It goes into a shell by: source <(berth completion). For all shells to come, write it into a file that "
                    + "they read, such as ~/.local/share/bash-completion/completions/berth; packages have it where "
                    + "bash looks for it."
        },
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {"0:the script is printed", "2:the command line is wrong"},
        footerHeading = "%nExamples:%n",
        footer = "  berth completion")
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec root = spec.root();
        spec.commandLine().getOut().print(AutoComplete.bash(root.name(), root.commandLine()));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
