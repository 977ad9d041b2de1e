package dev.berth.cli.host;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code berth host}: sees, drains, renames and removes hosts. Made by picocli, for one run and its thread. */
@Command(
        name = "host",
        header = "See the hosts of a running service, and drain, rename or remove them.",
        descriptionHeading = "%n",
        description = {
            "Commands about hosts: what is enrolled, or what an agent reports. A host is named by its UUID or by the "
                    + "name of its root provider."
        },
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            HostListCommand.class,
            HostShowCommand.class,
            HostDrainCommand.class,
            HostUndrainCommand.class,
            HostRemoveCommand.class,
            HostRenameCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth host list --state drained",
            "  berth host show node1",
            "  berth host drain node1 --reason new-disks",
            "  berth host undrain node1",
            "  berth host remove node1"
        })
public final class HostCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "host needs to know what to do, such as: berth host list");
    }
}
