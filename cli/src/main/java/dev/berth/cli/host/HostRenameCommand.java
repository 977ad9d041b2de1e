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
import picocli.CommandLine.Parameters;

@Command(
        name = "rename",
        header = "Give a host another name.",
        descriptionHeading = "%n",
        description = {
            "Renames the root provider, and what its agent reports under names that begin with the old one. If its "
                    + "agent still runs under the old name, its next report changes it back."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the host has the name, also if it had it before",
            "1:the service does not answer, or refuses it; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth host rename node1 node1-old"})
final class HostRenameCommand implements Callable<Integer> {
    @Mixin
    private HostReference host;

    @Mixin
    private ServiceClient service;

    @Mixin
    private PrintOptions print;

    @Parameters(index = "1", paramLabel = "NAME", description = "The new name: 1 to 200 characters.")
    private String name;

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer = service.put(
                        host.path(service) + "/name",
                        JsonNodeFactory.instance.objectNode().put("name", name))
                .orElseThrow()
                .json();
        print.show(
                answer,
                out -> out.println(Printable.of(answer.path("host").asText() + " is named "
                        + answer.path("name").asText() + ".")));
        return ExitCode.OK;
    }
}
