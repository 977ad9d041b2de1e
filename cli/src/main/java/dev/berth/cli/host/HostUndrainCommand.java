package dev.berth.cli.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.client.HostReference;
import dev.berth.cli.client.ServiceClient;
import dev.berth.cli.output.PrintOptions;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "undrain",
        header = "Let new consumers on to a host again.",
        descriptionHeading = "%n",
        description = {"Ends a drain. Of a host that is not drained it changes nothing."},
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the host is not drained, also if it was not before",
            "1:the service does not answer, or refuses it; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth host undrain node1"})
final class HostUndrainCommand implements Callable<Integer> {
    @Mixin
    private HostReference host;

    @Mixin
    private ServiceClient service;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer =
                service.delete(host.path(service) + "/drain").orElseThrow().json();
        boolean hasChanged = answer.path("changed").asBoolean();
        print.show(
                answer,
                out -> out.println(
                        Printable.of(host.text() + (hasChanged ? " is not drained any more." : " was not drained."))));
        return ExitCode.OK;
    }
}
