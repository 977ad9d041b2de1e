package dev.berth.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "config",
        header = "Check and show what options are that no command line gives.",
        description = {
            "Options that are not on a command line are those of the environment, and then those of a file: that of "
                    + "--config or BERTH_CONFIG, or /etc/berth/berth.yaml if it is there."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        subcommands = {ConfigCheckCommand.class, ConfigShowCommand.class, ConfigSampleCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {"  berth config check", "  berth config show serve", "  berth config sample"})
final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "config needs to know what to do, such as: berth config check");
    }
}
