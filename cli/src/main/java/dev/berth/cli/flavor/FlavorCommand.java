package dev.berth.cli.flavor;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code berth flavor}: PCI flavors, and their exchange with nova's aliases. Made by picocli, for one run and its
 * thread.
 */
@Command(
        name = "flavor",
        header = "Make, show and delete PCI flavors, and exchange them with nova's aliases.",
        description = {
            "A PCI flavor is a named selection of devices by what is known of them. Requests name it, and what it "
                    + "selects can be changed while the service runs."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            FlavorListCommand.class,
            FlavorShowCommand.class,
            FlavorCreateCommand.class,
            FlavorDeleteCommand.class,
            FlavorImportAliasCommand.class,
            FlavorExportAliasCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth flavor create gpu --match vendor_id=10de",
            "  berth flavor list",
            "  berth flavor import-alias /etc/nova/nova.conf"
        })
public final class FlavorCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "flavor needs to know what to do, such as: berth flavor list");
    }
}
