package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.microversion.Feature;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.PlacementRefusal;
import dev.berth.cli.client.ProviderReference;
import dev.berth.cli.output.PrintOptions;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "move",
        header = "Put a provider, with all below it, under another parent, or make it a root.",
        descriptionHeading = "%n",
        description = {
            "What is held of it stays held. The API has no generation for this: of two who move one provider at a "
                    + "time the last one wins."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the provider is there, also if it was before",
            "1:the service does not answer, or refuses it, as where it would be below itself; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth providers move node1_gpu --parent node2", "  berth providers move node1_gpu --as-root"})
final class ProvidersMoveCommand implements Callable<Integer> {
    private static final String PARENT = "parent_provider_uuid";

    @Mixin
    private ProviderReference provider;

    @ArgGroup(multiplicity = "1")
    private Place place;

    private static final class Place {
        @Option(names = "--parent", paramLabel = "PROVIDER", description = "The new parent, by its UUID or its name.")
        private String parent;

        @Option(names = "--as-root", description = "Let it have no parent, and a tree of its own.")
        private boolean isRoot;
    }

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        placement.open(Feature.REPARENTING, "providers move");
        JsonNode before = placement.provider(provider.text());
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("name", before.path("name").asText());
        body.put(PARENT, place.isRoot ? null : placement.uuid(place.parent));
        JsonNode moved = PlacementRefusal.granted(placement
                        .service()
                        .put("/resource_providers/" + before.path("uuid").asText(), body))
                .json();
        print.show(
                moved,
                out -> out.println(Printable.of(moved.path("name").asText()
                        + (place.isRoot ? " is a root." : " is below " + place.parent + "."))));
        return ExitCode.OK;
    }
}
