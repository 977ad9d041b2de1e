package dev.berth.auditor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Position;
import dev.berth.events.model.Printable;
import dev.berth.events.model.Region;
import dev.berth.ledger.history.RecordValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records of the log, for people and for programs. Any thread. */
public final class LogText {
    private static final String ROW = "%-12s %-24s  %-12s %-24s %-28s %s";

    private static final String NOT_TOLD = "not told";

    /** How much of a command or an event is shown to a person, in characters. */
    private static final int CONTENT_MAX = 10_000;

    private LogText() {}

    /** What stands above the rows. */
    public static String header() {
        return ROW.formatted("POSITION", "TIME", "REGION", "COMMAND", "OUTCOME", "SENT BY");
    }

    /** One line in columns. */
    public static String row(LogLine line) {
        return ROW.formatted(
                line.position(),
                time(line.position()),
                line.region().map(Region::name).orElse("-"),
                line.kind().map(Enum::name).orElse("-"),
                line.outcome(),
                caller(line.origin()));
    }

    /** The same of a record in its JSON form, from wherever that came. */
    public static String row(JsonNode line) {
        JsonNode origin = line.path("origin");
        return ROW.formatted(
                Printable.of(line.path("partition").asInt() + "@"
                        + line.path("offset").asLong()),
                Instant.ofEpochMilli(line.path("timestamp_ms").asLong()),
                Printable.of(line.path("region").asText("-")),
                Printable.of(line.path("command").asText("-")),
                Printable.of(line.path("outcome").asText("-")),
                origin.isObject() ? caller(origin) : NOT_TOLD);
    }

    private static String caller(JsonNode origin) {
        return caller(
                text(origin, "kind"), text(origin, "user_id"), text(origin, "project_id"), text(origin, "agent_host"));
    }

    private static Optional<String> text(JsonNode origin, String field) {
        return Optional.ofNullable(origin.get(field))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }

    /** A record in its JSON form as one line that a terminal can be given. */
    public static String json(JsonNode line) {
        return JsonLines.oneLine(line);
    }

    private static Instant time(Position position) {
        return Instant.ofEpochMilli(position.timestampMs());
    }

    /** Who sent it in a few words, for tables and counts: the door, and who came by it. */
    static String caller(Optional<Origin> origin) {
        return origin.map(said -> caller(said.kind(), said.userId(), said.projectId(), said.agentHost()))
                .orElse(NOT_TOLD);
    }

    private static String caller(
            Optional<String> kind, Optional<String> user, Optional<String> project, Optional<String> agent) {
        return Printable.of(kind.orElse("unnamed")
                + user.map(id -> " " + id).orElse("")
                + project.map(id -> "/" + id).orElse("")
                + agent.map(host -> " " + host).orElse(""));
    }

    /** All that is known of the record, in several lines. */
    public static String whole(LogLine line) {
        List<String> lines = new ArrayList<>();
        lines.add("position  " + line.position());
        lines.add("appended  " + time(line.position()));
        lines.add("region    "
                + line.region().map(Region::name).orElseGet(() -> "none: " + Printable.of(line.whyForeign())));
        lines.add("sent      " + line.origin().map(OriginText::of).orElse("by somebody unknown"));
        LogEntry entry = line.entry();
        if (entry instanceof LogEntry.Readable readable) {
            lines.add("command   " + Printable.of(readable.command(), CONTENT_MAX));
        } else if (entry instanceof LogEntry.Malformed malformed) {
            lines.add("command   " + malformed.commandKind() + ", malformed: " + Printable.of(malformed.reason()));
        } else {
            lines.add("command   cannot be read: " + Printable.of(((LogEntry.Unreadable) entry).reason()));
        }
        lines.add("outcome   " + line.outcome());
        line.refusal().ifPresent(refusal -> lines.add("reason    " + Printable.of(refusal)));
        line.decision()
                .map(Decision::outcome)
                .map(Outcome::events)
                .ifPresent(
                        events -> events.forEach(event -> lines.add("event     " + Printable.of(event, CONTENT_MAX))));
        return String.join(System.lineSeparator(), lines);
    }

    /** One JSON object on one line, with all that is known of the record. */
    public static String json(LogLine line) {
        return JsonLines.oneLine(RecordValues.of(
                line.position(),
                line.region(),
                line.entry(),
                line.decision(),
                line.outcome(),
                line.region().isEmpty() ? Optional.of(line.whyForeign()) : Optional.empty()));
    }
}
