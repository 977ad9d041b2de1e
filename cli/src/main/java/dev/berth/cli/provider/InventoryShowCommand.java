package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.client.AsOfOption;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.ProviderReference;
import dev.berth.cli.output.PrintOptions;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "show",
        header = "Show what a provider has of each class, and what is used of it.",
        descriptionHeading = "%n",
        description = {
            "The capacity is what can be given in all: the total without what is reserved, times the allocation ratio. "
                    + "As JSON it is what the API answers about inventories, each with its capacity and what is used."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the inventories are shown, also if there are none",
            "1:the service does not answer, or refuses it, or has no such provider; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth inventory show node1", "  berth inventory show node1 --json"})
final class InventoryShowCommand implements Callable<Integer> {
    @Mixin
    private ProviderReference provider;

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private AsOfOption asOf;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        placement.open().asOf(asOf);
        ObjectNode shown = read(placement, provider.uuid(placement));
        print.show(shown, out -> show(out, provider.text(), shown));
        return ExitCode.OK;
    }

    static ObjectNode read(PlacementOptions placement, String uuid) throws InterruptedException {
        Map<String, JsonNode> parts = placement.parts(uuid, InventoryTable.INVENTORIES, InventoryTable.USAGES);
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.set(InventoryTable.INVENTORIES, InventoryTable.json(parts));
        shown.set(
                "resource_provider_generation",
                parts.get(InventoryTable.INVENTORIES).path("resource_provider_generation"));
        return shown;
    }

    static void show(PrintWriter out, String provider, JsonNode shown) {
        JsonNode inventories = shown.path(InventoryTable.INVENTORIES);
        if (inventories.isEmpty()) {
            out.println(Printable.of(provider + " has no inventory."));
        } else {
            InventoryTable.lines(inventories).forEach(out::println);
        }
    }
}
