package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.microversion.Feature;
import dev.berth.cli.client.AsOfOption;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.ProviderReference;
import dev.berth.cli.output.PrintOptions;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "show",
        header = "Show a provider with its inventories, usage, traits and aggregates.",
        descriptionHeading = "%n",
        description = {
            "All of it is of one generation. As JSON it is the provider as the API shows it, with the fields "
                    + "inventories, each with its capacity and what is used of it, traits and aggregates."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the provider is shown",
            "1:the service does not answer, or refuses it, or has no such provider; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth providers show node1", "  berth providers show node1 --json"})
final class ProvidersShowCommand implements Callable<Integer> {
    private static final String TRAITS = "traits";
    private static final String AGGREGATES = "aggregates";

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
        placement.open(Feature.AGGREGATE_GENERATION, "providers show").asOf(asOf);
        String uuid = provider.uuid(placement);
        Map<String, JsonNode> parts =
                placement.parts(uuid, InventoryTable.INVENTORIES, InventoryTable.USAGES, TRAITS, AGGREGATES);
        ObjectNode shown = (ObjectNode) placement.get("/resource_providers/" + uuid);
        shown.remove("links");
        shown.set("generation", parts.get(TRAITS).path("resource_provider_generation"));
        shown.set(InventoryTable.INVENTORIES, InventoryTable.json(parts));
        shown.set(TRAITS, parts.get(TRAITS).path(TRAITS));
        shown.set(AGGREGATES, parts.get(AGGREGATES).path(AGGREGATES));
        print.show(shown, out -> show(out, shown));
        return ExitCode.OK;
    }

    private static void show(PrintWriter out, JsonNode shown) {
        line(out, "name", shown.path("name").asText());
        line(out, "uuid", shown.path("uuid").asText());
        line(out, "generation", shown.path("generation").asText());
        line(out, "parent", text(shown.path("parent_provider_uuid")));
        line(out, "root", text(shown.path("root_provider_uuid")));
        line(out, "traits", words(shown.path(TRAITS)));
        line(out, "aggregates", words(shown.path(AGGREGATES)));
        if (shown.path(InventoryTable.INVENTORIES).isEmpty()) {
            line(out, "inventories", "-");
        } else {
            out.println();
            InventoryTable.lines(shown.path(InventoryTable.INVENTORIES)).forEach(out::println);
        }
    }

    private static void line(PrintWriter out, String field, String value) {
        out.println("%-12s %s".formatted(field, Printable.of(value)));
    }

    private static String text(JsonNode json) {
        return json.isTextual() ? json.textValue() : "-";
    }

    private static String words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words.isEmpty() ? "-" : String.join(" ", words);
    }
}
