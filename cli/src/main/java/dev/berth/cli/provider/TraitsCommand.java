package dev.berth.cli.provider;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code berth traits}: the traits that there are, and those of a provider. Made by picocli, for one run and its
 * thread.
 */
@Command(
        name = "traits",
        header = "List, create and delete traits, and set those of a provider.",
        descriptionHeading = "%n",
        description = {
            "Commands about traits, over the Placement API: they work with any Placement. A provider is named by its "
                    + "UUID or its name."
        },
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            TraitsListCommand.class,
            TraitsSetCommand.class,
            TraitsAddCommand.class,
            TraitsRemoveCommand.class,
            TraitsCreateCommand.class,
            TraitsDeleteCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth traits list node1",
            "  berth traits create CUSTOM_FAST",
            "  berth traits add node1 CUSTOM_FAST"
        })
public final class TraitsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "traits needs to know what to do, such as: berth traits list");
    }
}
