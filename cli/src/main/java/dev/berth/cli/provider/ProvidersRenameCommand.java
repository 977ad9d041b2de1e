package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.PlacementRefusal;
import dev.berth.cli.client.ProviderReference;
import dev.berth.cli.output.PrintOptions;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "rename",
        header = "Give a provider another name.",
        descriptionHeading = "%n",
        description = {
            "Its place in its tree stays. What an agent reports it names again with its next report: berth host "
                    + "rename is for hosts."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the provider has the name, also if it had it before",
            "1:the service does not answer, or refuses it, as where the name is taken; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth providers rename storage1 storage1-old"})
final class ProvidersRenameCommand implements Callable<Integer> {
    @Mixin
    private ProviderReference provider;

    @Parameters(index = "1", paramLabel = "NAME", description = "The new name: 1 to 200 characters, and nobody else's.")
    private String name;

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        placement.open();
        JsonNode named = PlacementRefusal.granted(placement
                        .service()
                        .put(
                                "/resource_providers/" + provider.uuid(placement),
                                JsonNodeFactory.instance.objectNode().put("name", name)))
                .json();
        print.show(
                named,
                out -> out.println(Printable.of(named.path("uuid").asText() + " is named "
                        + named.path("name").asText() + ".")));
        return ExitCode.OK;
    }
}
