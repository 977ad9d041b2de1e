package dev.berth.cli.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.cli.client.HostReference;
import dev.berth.cli.client.ServiceClient;
import dev.berth.cli.output.PrintOptions;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "drain",
        header = "Keep new consumers off a host; those who are there stay.",
        descriptionHeading = "%n",
        description = {
            "Whoever holds something of the host keeps it and may change it, whoever does not gets nothing there, "
                    + "and nothing there is offered. The answer says who is still on it. Sent again, it changes the "
                    + "reason."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the host is drained, also if it was before",
            "1:the service does not answer, or refuses it; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth host drain node1 --reason new-disks"})
final class HostDrainCommand implements Callable<Integer> {
    @Mixin
    private HostReference host;

    @Mixin
    private ServiceClient service;

    @Mixin
    private PrintOptions print;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why, for those who are refused and for those who look: 1 to 255 characters.")
    private String reason;

    @Override
    public Integer call() throws InterruptedException {
        JsonNode drained = service.put(
                        host.path(service) + "/drain",
                        JsonNodeFactory.instance.objectNode().put("reason", reason))
                .orElseThrow()
                .json();
        print.show(drained, out -> {
            out.println(Printable.of(host.text() + " is drained: " + reason));
            HostText.consumers(drained.path("consumers"), "still on it").forEach(out::println);
        });
        return ExitCode.OK;
    }
}
