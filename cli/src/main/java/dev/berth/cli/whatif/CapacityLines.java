package dev.berth.cli.whatif;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.events.model.CountText;
import dev.berth.events.model.Printable;
import java.util.ArrayList;
import java.util.List;

/** An answer to a question for capacity that came as JSON, in lines for people. Stateless. */
final class CapacityLines {
    /** Hosts, aggregates or traits that are named; the others are counted. */
    private static final int NAMED = 50;

    private CapacityLines() {}

    static List<String> of(JsonNode capacity) {
        List<String> lines = new ArrayList<>();
        long count = capacity.path("capacity").asLong();
        lines.add((capacity.path("at_least").asBoolean() ? "At least " : "") + (count == 0 ? "None" : count) + " more "
                + (count == 1 ? "fits." : "fit."));
        for (JsonNode shortage : capacity.path("runs_out")) {
            long hosts = shortage.path("hosts").asLong();
            lines.add("%8d %s %s %s"
                    .formatted(
                            hosts,
                            CountText.noun(hosts, "host"),
                            hosts == 1 ? "lacks" : "lack",
                            names(shortage.path("lacks"))));
        }
        long never = capacity.path("hosts_never").asLong();
        if (never > 0) {
            lines.add("%8d %s would not serve it if nothing were used".formatted(never, CountText.noun(never, "host")));
        }
        for (JsonNode reduction : capacity.path("reductions")) {
            List<String> changes = new ArrayList<>();
            reduction.forEach(change -> changes.add(
                    change.path("parameter").asText() + " " + change.path("of").asText()
                            + " " + change.path("to").asText() + " instead of "
                            + change.path("from").asText()));
            lines.add("One more would fit with " + Printable.of(String.join(" and ", changes)) + ".");
        }
        addRows(lines, capacity.path("by_host"), "root_name");
        addRows(lines, capacity.path("by_aggregate"), "aggregate");
        addRows(lines, capacity.path("by_trait"), "trait");
        return lines;
    }

    private static String names(JsonNode lacks) {
        List<String> names = new ArrayList<>();
        lacks.forEach(each -> names.add(each.asText()));
        return Printable.of(String.join(" and ", names));
    }

    private static void addRows(List<String> lines, JsonNode rows, String name) {
        int named = 0;
        for (JsonNode row : rows) {
            if (named++ == NAMED) {
                lines.add("and " + (rows.size() - NAMED) + " more");
                return;
            }
            lines.add("%8d  %s"
                    .formatted(
                            row.path("capacity").asLong(),
                            Printable.of(row.path(name).asText())));
        }
    }
}
