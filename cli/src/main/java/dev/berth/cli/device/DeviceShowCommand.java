package dev.berth.cli.device;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.client.AsOfOption;
import dev.berth.cli.client.ServiceClient;
import dev.berth.cli.output.PrintOptions;
import dev.berth.events.model.Printable;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth device show}. */
@Command(
        name = "show",
        header = "Show all that is known of one PCI device.",
        descriptionHeading = "%n",
        parameterListHeading = "%nParameter:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:shown",
            "1:the service does not answer, or the host has no device there",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth device show --host cn1 0000:81:00.0"})
final class DeviceShowCommand implements Callable<Integer> {
    @Mixin
    private DeviceAddress device;

    @Mixin
    private ServiceClient service;

    @Mixin
    private AsOfOption asOf;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        service.ask(asOf);
        JsonNode found = find();
        print.show(found, out -> {
            found.properties()
                    .forEach(field -> out.println("%-18s %s"
                            .formatted(
                                    field.getKey(),
                                    Printable.of(
                                            field.getValue().isNull()
                                                    ? "-"
                                                    : field.getValue().isValueNode()
                                                            ? field.getValue().asText()
                                                            : field.getValue().toString()))));
        });
        return ExitCode.OK;
    }

    private JsonNode find() throws InterruptedException {
        JsonNode all = service.get("/hosts/" + device.hostUuid(service) + "/devices")
                .orElseThrow()
                .json();
        for (JsonNode each : all.path("devices")) {
            if (each.path("address").asText().equals(device.address().toString())) {
                return each;
            }
        }
        throw new CannotRunException("host " + device.host() + " has no PCI device at " + device.address()
                + "; berth device list --host " + device.host() + " shows those that it has");
    }
}
