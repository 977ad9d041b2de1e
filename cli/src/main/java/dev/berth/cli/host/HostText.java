package dev.berth.cli.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.events.model.Printable;
import java.util.ArrayList;
import java.util.List;

/** What services answer about hosts, in lines for people. Stateless. */
final class HostText {
    /** Consumers that are named; the others are counted. */
    private static final int NAMED = 20;

    private HostText() {}

    /** The state of the host in a word or two. */
    static String state(JsonNode host) {
        JsonNode drained = host.path("drained");
        return drained.isObject()
                ? "drained since " + drained.path("since").asText() + ": "
                        + drained.path("reason").asText()
                : "open";
    }

    /** How many there are, such as {@code 3} and {@code 1000+}. */
    static String count(JsonNode consumers) {
        return consumers.path("count").asText() + (consumers.path("more").asBoolean() ? "+" : "");
    }

    static String heard(JsonNode host) {
        return host.path("last_heard_at").asText("never");
    }

    /** Those who hold something of the host: a line that says how many, and some of them below it. */
    static List<String> consumers(JsonNode consumers, String who) {
        List<String> lines = new ArrayList<>();
        int count = consumers.path("count").asInt();
        if (count == 0) {
            lines.add("No consumer " + who + ".");
            return lines;
        }
        lines.add(count(consumers) + (count == 1 ? " consumer " : " consumers ") + who + ":");
        JsonNode some = consumers.path("some");
        for (int at = 0; at < Math.min(NAMED, some.size()); at++) {
            lines.add("  " + Printable.of(some.path(at).asText()));
        }
        if (count > NAMED) {
            lines.add("  and " + (count - NAMED) + " more");
        }
        return lines;
    }
}
