package dev.berth.cli.provider;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code berth aggregates}: the aggregates that a provider is in. Made by picocli, for one run and its thread. */
@Command(
        name = "aggregates",
        header = "List and set the aggregates of a provider.",
        descriptionHeading = "%n",
        description = {
            "Commands about aggregates, over the Placement API: they work with any Placement. A provider is named by "
                    + "its UUID or its name, an aggregate by its UUID alone."
        },
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            AggregatesListCommand.class,
            AggregatesSetCommand.class,
            AggregatesAddCommand.class,
            AggregatesRemoveCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth aggregates list node1", "  berth aggregates add node1 5e08ea53-c4c6-448e-9334-ac4953de3cfa"})
public final class AggregatesCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "aggregates needs to know what to do, such as: berth aggregates list node1");
    }
}
