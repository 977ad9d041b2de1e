package dev.berth.cli.provider;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code berth providers}: resource providers and their trees. Made by picocli, for one run and its thread. */
@Command(
        name = "providers",
        header = "List, show, create, rename, move and delete resource providers.",
        descriptionHeading = "%n",
        description = {
            "Commands about resource providers, over the Placement API: they work with any Placement. A provider is "
                    + "named by its UUID or its name."
        },
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            ProvidersListCommand.class,
            ProvidersShowCommand.class,
            ProvidersTreeCommand.class,
            ProvidersCreateCommand.class,
            ProvidersRenameCommand.class,
            ProvidersMoveCommand.class,
            ProvidersDeleteCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth providers list --required HW_CPU_X86_AVX2",
            "  berth providers tree node1",
            "  berth providers create node1_gpu --parent node1"
        })
public final class ProvidersCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "providers needs to know what to do, such as: berth providers list");
    }
}
