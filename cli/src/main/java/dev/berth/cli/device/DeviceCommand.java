package dev.berth.cli.device;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code berth device}: sees PCI devices, and takes them out of service. Made by picocli, for one run and its thread.
 */
@Command(
        name = "device",
        header = "See PCI devices, take them out of service, and give them back.",
        description = {
            "A PCI device is free, held, dirty until somebody says that it is clean, or failed or drained for a "
                    + "reason. Whoever holds a device keeps it through all of that; nobody else gets it before it is "
                    + "clean and in service again."
        },
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth device list --state dirty",
            "  berth device fail --host cn1 0000:81:00.0 --reason no-link",
            "  berth device acknowledge --host cn1 0000:81:00.0"
        },
        subcommands = {
            DeviceListCommand.class,
            DeviceShowCommand.class,
            DeviceChangeCommand.Drain.class,
            DeviceChangeCommand.Fail.class,
            DeviceChangeCommand.Return.class,
            DeviceChangeCommand.Clean.class,
            DeviceChangeCommand.Acknowledge.class
        })
public final class DeviceCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
