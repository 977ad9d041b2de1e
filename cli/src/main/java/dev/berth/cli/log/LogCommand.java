package dev.berth.cli.log;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code berth log}: shows the log as it is. Made by picocli, for one run and its thread. */
@Command(
        name = "log",
        header = "Show the log: every command, who sent it, and what became of it.",
        description = {
            "Reads berth.log and the decisions that were recorded of it, and folds nothing, so that it is quick; "
                    + "berth audit verify proves that the two belong together. The service is not asked."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        subcommands = {LogTailCommand.class, LogShowCommand.class, LogGrepCommand.class, LogStatsCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {"  berth log tail --follow", "  berth log grep --refusal CAPACITY_EXCEEDED"})
public final class LogCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "log needs to know what to do, such as: berth log tail");
    }
}
