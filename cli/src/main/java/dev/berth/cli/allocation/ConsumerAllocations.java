package dev.berth.cli.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.client.HostReference;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.ProviderNames;
import dev.berth.cli.output.Table;
import dev.berth.events.model.Printable;
import java.io.PrintWriter;
import java.util.Map;

/** What a consumer holds, as GET /allocations/{consumer} shows it from 1.28 on. */
record ConsumerAllocations(JsonNode json) {
    private static final String GENERATION = "consumer_generation";
    private static final String PROJECT = "project_id";
    private static final String USER = "user_id";
    static final String TYPE = PlacementOptions.CONSUMER_TYPE;

    static String path(String consumer) {
        return "/allocations/" + HostReference.encoded(consumer);
    }

    /** Whether it exists: a consumer that holds nothing does not. */
    boolean isThere() {
        return json.has(GENERATION);
    }

    /** What it holds, by provider, as a claim says it. */
    ObjectNode allocations() {
        ObjectNode claimed = JsonNodeFactory.instance.objectNode();
        json.path("allocations")
                .properties()
                .forEach(held -> claimed.putObject(held.getKey())
                        .set("resources", held.getValue().path("resources").deepCopy()));
        return claimed;
    }

    /** A claim of it, of the same owner and type, in the generation in which it was read. */
    ObjectNode claim(ObjectNode allocations) {
        ObjectNode claim = JsonNodeFactory.instance.objectNode();
        claim.set("allocations", allocations);
        claim.set(GENERATION, isThere() ? json.path(GENERATION) : JsonNodeFactory.instance.nullNode());
        for (String field : new String[] {PROJECT, USER, TYPE}) {
            // Where nobody has said a type, it is shown as one that no claim may name.
            if (json.has(field) && !json.path(field).asText().equals("unknown")) {
                claim.set(field, json.path(field));
            }
        }
        return claim;
    }

    /** The holdings in a table under a line that says whose they are. */
    void show(PrintWriter out, String consumer, ProviderNames names) throws InterruptedException {
        if (!isThere()) {
            out.println(Printable.of("Consumer " + consumer + " holds nothing."));
            return;
        }
        out.println(Printable.of("consumer    " + consumer));
        line(out, "type", TYPE);
        line(out, "project", PROJECT);
        line(out, "user", USER);
        line(out, "generation", GENERATION);
        out.println();
        Table table = Table.ofTexts("PROVIDER", "UUID", "CLASS", "AMOUNT");
        for (Map.Entry<String, JsonNode> held : json.path("allocations").properties()) {
            String name = names.of(held.getKey());
            held.getValue()
                    .path("resources")
                    .properties()
                    .forEach(amount -> table.row(
                            name,
                            held.getKey(),
                            amount.getKey(),
                            amount.getValue().asText()));
        }
        table.lines().forEach(out::println);
    }

    private void line(PrintWriter out, String name, String field) {
        if (json.has(field)) {
            out.println("%-11s %s".formatted(name, Printable.of(json.path(field).asText())));
        }
    }
}
