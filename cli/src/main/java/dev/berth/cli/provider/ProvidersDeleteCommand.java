package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.PlacementRefusal;
import dev.berth.cli.client.ProviderReference;
import dev.berth.cli.output.PrintOptions;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "delete",
        header = "Delete a provider that has no children, and of which nobody holds anything.",
        descriptionHeading = "%n",
        description = {
            "Its inventories, traits and aggregates go with it. berth host remove takes away a host with its whole "
                    + "tree."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the provider is deleted",
            "1:the service does not answer, or refuses it, as where it is held or has children; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth providers delete storage1"})
final class ProvidersDeleteCommand implements Callable<Integer> {
    @Mixin
    private ProviderReference provider;

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        placement.open();
        JsonNode found = placement.provider(provider.text());
        String uuid = found.path("uuid").asText();
        String name = found.path("name").asText();
        PlacementRefusal.granted(placement.service().delete("/resource_providers/" + uuid));
        ObjectNode deleted =
                JsonNodeFactory.instance.objectNode().put("deleted", uuid).put("name", name);
        print.show(deleted, out -> out.println(Printable.of("Deleted " + name + ", " + uuid + ".")));
        return ExitCode.OK;
    }
}
