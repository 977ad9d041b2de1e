package dev.berth.cli.provider;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code berth inventory}: what a provider has. Made by picocli, for one run and its thread. */
@Command(
        name = "inventory",
        header = "Show, set and delete what a provider has.",
        descriptionHeading = "%n",
        description = {
            "Commands about the inventories of a resource provider, over the Placement API: they work with any "
                    + "Placement. A provider is named by its UUID or its name."
        },
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        subcommands = {InventoryShowCommand.class, InventorySetCommand.class, InventoryDeleteCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth inventory show node1",
            "  berth inventory set node1 VCPU:total=16,allocation_ratio=4.0",
            "  berth inventory delete node1 CUSTOM_OLD"
        })
public final class InventoryCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "inventory needs to know what to do, such as: berth inventory show node1");
    }
}
