package dev.berth.auditor;

import com.google.common.collect.ImmutableMap;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Position;
import dev.berth.events.model.Printable;
import dev.berth.events.model.Region;
import dev.berth.ledger.history.HistoryValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records of the log, for people and for programs. Any thread. */
public final class LogText {
    private static final String ROW = "%-12s %-24s  %-12s %-24s %-28s %s";

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

    private static Instant time(Position position) {
        return Instant.ofEpochMilli(position.timestampMs());
    }

    /** Who sent it in a few words, for tables and counts: the door, and who came by it. */
    static String caller(Optional<Origin> origin) {
        return origin.map(said -> Printable.of(said.kind().orElse("unnamed")
                        + said.userId().map(user -> " " + user).orElse("")
                        + said.projectId().map(project -> "/" + project).orElse("")
                        + said.agentHost().map(agent -> " " + agent).orElse("")))
                .orElse("not told");
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
        ImmutableMap.Builder<String, Object> told = ImmutableMap.<String, Object>builder()
                .putAll(HistoryValues.of(line.position()))
                .put("region", line.region().map(Region::name))
                .put("command", line.kind().map(Enum::name))
                .put("origin", line.origin().map(HistoryValues::of))
                .put("outcome", line.outcome())
                .put("refusal", line.refusal().map(HistoryValues::of));
        LogEntry entry = line.entry();
        if (line.region().isEmpty()) {
            told.put("problem", line.whyForeign());
        } else if (entry instanceof LogEntry.Malformed malformed) {
            told.put("problem", malformed.reason());
        } else if (entry instanceof LogEntry.Unreadable unreadable) {
            told.put("problem", unreadable.reason());
        }
        if (entry instanceof LogEntry.Readable readable) {
            told.put("content", PlainRecord.of(readable.command()));
        }
        told.put("rules_version", line.decision().map(Decision::rulesVersion));
        told.put(
                "events",
                line.decision().stream()
                        .flatMap(decision -> decision.outcome().events().stream())
                        .map(event -> ImmutableMap.of("kind", event.kind().name(), "event", PlainRecord.of(event)))
                        .toList());
        return JsonLines.oneLine(told.build());
    }
}
