package dev.berth.cli.debug;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code berth debug}: collects what somebody has to see who looks for a fault. Made by picocli, for one run and its
 * thread.
 */
@Command(
        name = "debug",
        header = "Collect what somebody has to see who looks for a fault.",
        descriptionHeading = "%n",
        description = "Commands for those who look for a fault. They change nothing.",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        subcommands = DebugBundleCommand.class,
        footerHeading = "%nExamples:%n",
        footer = {"  berth debug bundle --url http://berth-1:8778"})
public final class DebugCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "debug needs to know what to do, such as: berth debug bundle");
    }
}
