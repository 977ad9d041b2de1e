package dev.berth.cli.whatif;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.output.Table;
import dev.berth.events.model.Printable;
import dev.berth.terminal.RefusalText;
import java.util.ArrayList;
import java.util.List;

/** The answer to a what-if, in lines for people. Stateless. */
final class WhatIfText {
    /** Consumers that are named; the others are counted. */
    private static final int NAMED = 50;

    private WhatIfText() {}

    static List<String> lines(JsonNode answer) {
        List<String> lines = new ArrayList<>();
        lines.add("Region " + Printable.of(answer.path("region").asText()) + " after "
                + answer.path("base").asText("nothing") + "; nothing is appended.");
        for (JsonNode command : answer.path("commands")) {
            lines.add(Printable.of(
                    command.path("method").asText() + " " + command.path("path").asText() + " -> " + result(command)));
        }
        if (!answer.path("commands").isEmpty()) {
            addStranded(lines, answer.path("stranded"));
        }
        for (JsonNode question : answer.path("answers")) {
            lines.add("");
            lines.add(Printable.of("GET " + question.path("path").asText() + " -> " + result(question)));
            if (isOk(question)) {
                addBody(lines, question.path("body"));
            }
        }
        return lines;
    }

    private static boolean isOk(JsonNode answer) {
        return answer.path("status").asInt() < 300;
    }

    private static String result(JsonNode answer) {
        String status = answer.path("status").asText();
        return isOk(answer)
                ? status
                : status + ": "
                        + RefusalText.of(answer.at("/body/errors/0/detail").asText());
    }

    private static void addStranded(List<String> lines, JsonNode stranded) {
        int count = stranded.path("count").asInt();
        if (count == 0) {
            lines.add("No consumer would be stranded.");
            return;
        }
        lines.add(count + (count == 1 ? " consumer" : " consumers") + " would be stranded:");
        Table table = Table.ofTexts("CONSUMER", "PROJECT", "PROVIDER", "HOLDS", "CAUSE");
        int named = 0;
        for (JsonNode consumer : stranded.path("consumers")) {
            if (named++ == NAMED) {
                break;
            }
            for (JsonNode holding : consumer.path("holdings")) {
                table.row(
                        consumer.path("consumer_uuid").asText(),
                        consumer.path("project_id").asText("-"),
                        holding.path("resource_provider_uuid").asText(),
                        held(holding),
                        cause(holding));
            }
        }
        lines.addAll(table.lines());
        if (count > NAMED) {
            lines.add("and " + (count - NAMED) + " more");
        }
    }

    private static String held(JsonNode holding) {
        if (holding.has("resource_class")) {
            return holding.path("resource_class").asText() + ":"
                    + holding.path("held").asText();
        }
        if (holding.has("device")) {
            return holding.path("device").asText();
        }
        List<String> held = new ArrayList<>();
        holding.path("resources").properties().forEach(each -> held.add(each.getKey() + ":" + each.getValue()));
        return held.isEmpty() ? "-" : String.join(",", held);
    }

    private static String cause(JsonNode holding) {
        String cause = holding.path("cause").asText();
        return cause.equals("CAPACITY_EXCEEDED")
                ? cause + ", " + holding.path("used").asText() + " of "
                        + holding.path("capacity").asText() + " used"
                : cause;
    }

    private static void addBody(List<String> lines, JsonNode body) {
        if (body.path("allocation_requests").isArray()) {
            int found = body.path("allocation_requests").size();
            lines.add(found == 0 ? "No candidate." : found + (found == 1 ? " candidate." : " candidates."));
        } else if (body.has("capacity") && body.has("runs_out")) {
            lines.addAll(CapacityLines.of(body));
        } else if (!body.isNull()) {
            lines.addAll(Printable.lines(body.toPrettyString(), "").lines().toList());
        }
    }
}
