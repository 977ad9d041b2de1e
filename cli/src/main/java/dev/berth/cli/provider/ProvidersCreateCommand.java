package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.microversion.Feature;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.PlacementRefusal;
import dev.berth.cli.output.PrintOptions;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "create",
        header = "Create a resource provider.",
        descriptionHeading = "%n",
        description = {
            "It has no inventory and no traits at first. Providers of hosts that have an agent are made by its "
                    + "reports; this is for others, such as storage that is shared."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the provider is created",
            "1:the service does not answer, or refuses it, as where the name is taken; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth providers create storage1",
            "  berth providers create node1_gpu --parent node1 --uuid 6ae3f6ab-8a5f-4b6a-a3e2-9b1a5e4f8b1f"
        })
final class ProvidersCreateCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "Its name: 1 to 200 characters, and nobody else's.")
    private String name;

    @Option(names = "--uuid", paramLabel = "UUID", description = "Its UUID (default: one that is drawn).")
    private Optional<UUID> uuid = Optional.empty();

    @Option(
            names = "--parent",
            paramLabel = "PROVIDER",
            description = "The provider that it is part of, by its UUID or its name (default: none, so it is a root).")
    private Optional<String> parent = Optional.empty();

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        placement.open(Feature.CREATED_PROVIDER_BODY, "providers create");
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
        uuid.ifPresent(given -> body.put("uuid", given.toString()));
        if (parent.isPresent()) {
            body.put("parent_provider_uuid", placement.uuid(parent.get()));
        }
        JsonNode created = PlacementRefusal.granted(placement.service().post("/resource_providers", body))
                .json();
        print.show(
                created,
                out -> out.println(Printable.of(
                        "Created " + name + ", " + created.path("uuid").asText() + ".")));
        return ExitCode.OK;
    }
}
