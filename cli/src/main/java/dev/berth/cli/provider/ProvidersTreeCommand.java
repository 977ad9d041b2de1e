package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.microversion.Feature;
import dev.berth.cli.client.AsOfOption;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.ProviderReference;
import dev.berth.cli.output.PrintOptions;
import dev.berth.cli.output.Table;
import dev.berth.terminal.ExitCode;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "tree",
        header = "Show the tree that a provider is in.",
        descriptionHeading = "%n",
        description = {
            "Shows the root and all that is below it, siblings by name. As JSON each provider has its children, and "
                    + "with --inventory its inventories with capacity and usage."
        },
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the tree is shown",
            "1:the service does not answer, or refuses it, or has no such provider; the words say why",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth providers tree node1", "  berth providers tree node1 --inventory"})
final class ProvidersTreeCommand implements Callable<Integer> {
    private static final String INDENT = "  ";

    @Mixin
    private ProviderReference provider;

    @Option(
            names = "--inventory",
            description = "Show what each has and what is used of it: two calls more for each provider.")
    private boolean withInventory;

    @Mixin
    private PlacementOptions placement;

    @Mixin
    private AsOfOption asOf;

    @Mixin
    private PrintOptions print;

    @Override
    public Integer call() throws InterruptedException {
        placement.open(Feature.PROVIDER_TREES, "providers tree").asOf(asOf);
        JsonNode listed = placement
                .get("/resource_providers?in_tree=" + provider.uuid(placement))
                .path("resource_providers");
        Map<String, ObjectNode> byId = new TreeMap<>();
        TreeSet<ObjectNode> byName =
                new TreeSet<>(Comparator.comparing(each -> each.path("name").asText()));
        for (JsonNode each : listed) {
            ObjectNode node = (ObjectNode) each;
            node.remove("links");
            if (withInventory) {
                node.set(
                        "inventories",
                        InventoryTable.json(placement.parts(
                                each.path("uuid").asText(), InventoryTable.INVENTORIES, InventoryTable.USAGES)));
            }
            node.putArray("children");
            byId.put(each.path("uuid").asText(), node);
            byName.add(node);
        }
        for (ObjectNode each : byName) {
            ObjectNode parent = byId.get(each.path("parent_provider_uuid").asText());
            if (parent != null) {
                parent.withArray("children").add(each);
            }
        }
        JsonNode root = byId.get(listed.path(0).path("root_provider_uuid").asText());
        print.show(root, out -> table(root).lines().forEach(out::println));
        return ExitCode.OK;
    }

    private Table table(JsonNode root) {
        Table table = withInventory
                ? Table.ofTexts("NAME", "UUID", "GENERATION", "USED/CAPACITY")
                : Table.ofTexts("NAME", "UUID", "GENERATION");
        addTo(table, root, "");
        return table;
    }

    private void addTo(Table table, JsonNode node, String indent) {
        String name = indent + node.path("name").asText();
        String uuid = node.path("uuid").asText();
        String generation = node.path("generation").asText();
        if (withInventory) {
            table.row(name, uuid, generation, InventoryTable.line(node.path("inventories")));
        } else {
            table.row(name, uuid, generation);
        }
        node.path("children").forEach(child -> addTo(table, child, indent + INDENT));
    }
}
