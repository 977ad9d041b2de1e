package dev.berth.cli.candidate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.client.AmountsText;
import dev.berth.cli.client.PlacementOptions;
import dev.berth.cli.client.ProviderNames;
import dev.berth.cli.output.Table;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Allocation candidates in a table for people, a line for each provider of a candidate. For one thread. */
final class CandidateLines {
    private final ProviderNames names;

    CandidateLines(PlacementOptions placement) {
        this.names = new ProviderNames(placement);
    }

    /** The lines; none if there are no candidates. */
    List<String> of(JsonNode answer) throws InterruptedException {
        JsonNode candidates = answer.path("allocation_requests");
        if (candidates.isEmpty()) {
            return List.of();
        }
        Table table = Table.ofTexts("#", "PROVIDER", "UUID", "GIVES", "FOR", "USED/CAPACITY");
        int number = 0;
        for (JsonNode candidate : candidates) {
            String first = Integer.toString(++number);
            Map<String, String> groups = groups(candidate.path("mappings"));
            for (Map.Entry<String, JsonNode> taken :
                    candidate.path("allocations").properties()) {
                String uuid = taken.getKey();
                JsonNode resources = taken.getValue().path("resources");
                table.row(
                        first,
                        names.of(uuid),
                        uuid,
                        AmountsText.of(resources),
                        groups.getOrDefault(uuid, "-"),
                        used(
                                resources,
                                answer.path("provider_summaries").path(uuid).path("resources")));
                first = "";
            }
        }
        return table.lines();
    }

    /** By provider the groups that it serves; the one without a suffix is -. */
    private static Map<String, String> groups(JsonNode mappings) {
        Map<String, TreeSet<String>> groups = new TreeMap<>();
        for (Map.Entry<String, JsonNode> mapped : mappings.properties()) {
            String group = mapped.getKey().isEmpty() ? "-" : mapped.getKey();
            mapped.getValue()
                    .forEach(provider -> groups.computeIfAbsent(provider.asText(), none -> new TreeSet<>())
                            .add(group));
        }
        Map<String, String> texts = new TreeMap<>();
        groups.forEach((provider, of) -> texts.put(provider, String.join(" ", of)));
        return texts;
    }

    private static String used(JsonNode taken, JsonNode summary) {
        StringBuilder text = new StringBuilder();
        taken.properties().forEach(amount -> {
            JsonNode of = summary.path(amount.getKey());
            text.append(text.isEmpty() ? "" : ", ")
                    .append(amount.getKey())
                    .append(' ')
                    .append(of.path("used").asText())
                    .append('/')
                    .append(of.path("capacity").asText());
        });
        return text.toString();
    }
}
