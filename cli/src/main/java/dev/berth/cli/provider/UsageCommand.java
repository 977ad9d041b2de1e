package dev.berth.cli.provider;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code berth usage}: what is used of a provider, or by a project. Made by picocli, for one run and its thread. */
@Command(
        name = "usage",
        header = "Show what is used of a provider, or by a project.",
        descriptionHeading = "%n",
        description = {"Commands about usage, over the Placement API: they work with any Placement."},
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        subcommands = {UsageProviderCommand.class, UsageProjectCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth usage provider node1",
            "  berth usage project 4a8c5d0c8e3f4d6b9a1e2f3a4b5c6d7e --type INSTANCE"
        })
public final class UsageCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "usage needs to know what to do, such as: berth usage provider node1");
    }
}
