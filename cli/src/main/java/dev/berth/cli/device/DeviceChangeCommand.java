package dev.berth.cli.device;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.client.ServiceAnswer;
import dev.berth.cli.client.ServiceClient;
import dev.berth.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What an operator says of a PCI device. It is silent where it has done it, as commands that change things are. */
@Command(
        descriptionHeading = "%n",
        parameterListHeading = "%nParameter:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:so it is, whether it was before or not",
            "1:the service does not answer, or refuses it",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n")
abstract class DeviceChangeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DeviceAddress device;

    @Mixin
    private ServiceClient service;

    @Override
    public Integer call() throws InterruptedException {
        call(service, device.path(service)).orElseThrow();
        return ExitCode.OK;
    }

    /**
     * @param path where the service has the device
     */
    ServiceAnswer call(ServiceClient called, String path) throws InterruptedException {
        return called.post(path, body());
    }

    ObjectNode body() {
        return JsonNodeFactory.instance.objectNode().put("action", spec.name());
    }

    /** A change that needs a reason. */
    abstract static class WithReason extends DeviceChangeCommand {
        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "Why; people who cannot have the device are told.")
        private String reason;

        @Override
        ObjectNode body() {
            return super.body().put("reason", reason);
        }
    }

    @Command(
            name = "drain",
            header = "Keep a PCI device free on purpose.",
            description = {"Its holder keeps it; nobody else gets it until it is returned."},
            footer = {"  berth device drain --host cn1 0000:81:00.0 --reason firmware"})
    static final class Drain extends WithReason {}

    @Command(
            name = "fail",
            header = "Say that a PCI device does not work.",
            description = {"Its holder keeps it; nobody else gets it until it is returned."},
            footer = {"  berth device fail --host cn1 0000:81:00.0 --reason no-link"})
    static final class Fail extends WithReason {}

    @Command(
            name = "return",
            header = "Give a failed or drained PCI device back.",
            description = {"If it is dirty, it stays so until that is acknowledged."},
            footer = {"  berth device return --host cn1 0000:81:00.0"})
    static final class Return extends DeviceChangeCommand {}

    @Command(
            name = "clean",
            header = "Ask for the cleaning of a PCI device.",
            description = {"Its holder keeps it; nobody else gets it before somebody says that it is clean."},
            footer = {"  berth device clean --host cn1 0000:81:00.0"})
    static final class Clean extends DeviceChangeCommand {}

    @Command(
            name = "acknowledge",
            header = "Say that a dirty PCI device is clean.",
            description = {"It is refused while somebody holds the device."},
            footer = {"  berth device acknowledge --host cn1 0000:81:00.0"})
    static final class Acknowledge extends DeviceChangeCommand {
        @Override
        ServiceAnswer call(ServiceClient called, String path) throws InterruptedException {
            return called.post(path + "/acknowledge");
        }
    }
}
