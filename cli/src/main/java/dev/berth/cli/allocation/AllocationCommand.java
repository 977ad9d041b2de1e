package dev.berth.cli.allocation;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code berth allocation}: what consumers hold. Made by picocli, for one run and its thread. */
@Command(
        name = "allocation",
        header = "List, show, set, move and delete what consumers hold.",
        descriptionHeading = "%n",
        description = {
            "Commands about allocations, over the Placement API: they work with any Placement. A consumer, such as a "
                    + "server, is named by its UUID, a provider by its UUID or its name."
        },
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            AllocationListCommand.class,
            AllocationShowCommand.class,
            AllocationSetCommand.class,
            AllocationMoveCommand.class,
            AllocationDeleteCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth allocation list node1", "  berth allocation show 3f1c2d4e-5a6b-4c7d-8e9f-0a1b2c3d4e5f"})
public final class AllocationCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "allocation needs to know what to do, such as: berth allocation list node1");
    }
}
