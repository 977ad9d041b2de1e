package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.output.Table;
import dev.berth.resource.integer.Capacity;
import java.util.List;
import java.util.Map;

/** What a provider has of each class and what is used of it, from two answers of the API. Stateless. */
final class InventoryTable {
    static final String INVENTORIES = "inventories";
    static final String USAGES = "usages";

    private InventoryTable() {}

    /** The inventories with what is used and what there is in all, reserved units left out and overcommit counted. */
    static ObjectNode json(Map<String, JsonNode> parts) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> each :
                parts.get(INVENTORIES).path(INVENTORIES).properties()) {
            ObjectNode inventory = all.putObject(each.getKey());
            inventory.setAll((ObjectNode) each.getValue());
            inventory.put("capacity", capacity(each.getValue()));
            inventory.put(
                    "used", parts.get(USAGES).path(USAGES).path(each.getKey()).asLong());
        }
        return all;
    }

    private static long capacity(JsonNode inventory) {
        return Capacity.of(
                inventory.path("total").asLong(),
                inventory.path("reserved").asLong(),
                inventory.path("allocation_ratio").asDouble());
    }

    static List<String> lines(JsonNode inventories) {
        Table table = new Table("CLASS", "USED", "CAPACITY", "TOTAL", "RESERVED", "MIN", "MAX", "STEP", "RATIO");
        inventories
                .properties()
                .forEach(each -> table.row(
                        each.getKey(),
                        each.getValue().path("used").asText(),
                        each.getValue().path("capacity").asText(),
                        each.getValue().path("total").asText(),
                        each.getValue().path("reserved").asText(),
                        each.getValue().path("min_unit").asText(),
                        each.getValue().path("max_unit").asText(),
                        each.getValue().path("step_size").asText(),
                        each.getValue().path("allocation_ratio").asText()));
        return table.lines();
    }

    /** The same in one line, such as {@code VCPU 4/16, MEMORY_MB 512/8192}. */
    static String line(JsonNode inventories) {
        StringBuilder line = new StringBuilder();
        inventories
                .properties()
                .forEach(each -> line.append(line.isEmpty() ? "" : ", ")
                        .append(each.getKey())
                        .append(' ')
                        .append(each.getValue().path("used").asText())
                        .append('/')
                        .append(each.getValue().path("capacity").asText()));
        return line.isEmpty() ? "-" : line.toString();
    }
}
