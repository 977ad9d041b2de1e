package dev.berth.auditor;

import dev.berth.events.model.Position;
import dev.berth.events.model.Printable;
import dev.berth.ledger.history.FieldChange;
import dev.berth.ledger.history.HistoryEntry;
import dev.berth.ledger.history.HistoryValues;
import java.time.Instant;
import java.util.Optional;

/** What happened to something, for people and for programs. Any thread. */
public final class HistoryText {
    private HistoryText() {}

    /** Position, time, command, why it was refused if it was, and who sent it; then a line for each change. */
    public static String of(HistoryEntry entry) {
        StringBuilder text = new StringBuilder(head(entry.position()));
        text.append(entry.commandKind());
        text.append(because(entry.reason()));
        entry.refusal().ifPresent(refusal -> text.append("  refused ").append(Printable.of(refusal)));
        text.append("  ").append(entry.origin().map(OriginText::of).orElse("sender not told"));
        entry.changes()
                .forEach(change ->
                        text.append(System.lineSeparator()).append("    ").append(line(change)));
        return text.toString();
    }

    /** In quotes, whatever is in it. */
    static String because(Optional<String> reason) {
        return reason.map(said ->
                        "  because \"" + Printable.of(said.replace("\\", "\\\\").replace("\"", "\\\"")) + '"')
                .orElse("");
    }

    static String head(Position position) {
        return "%-10s %-24s  ".formatted(position, Instant.ofEpochMilli(position.timestampMs()));
    }

    private static String line(FieldChange change) {
        return Printable.of(change.of()) + ": " + withoutThing(change);
    }

    /** The field and its values, where it has been said of what. */
    static String withoutThing(FieldChange change) {
        return Printable.of(change.field()) + " " + value(change.from()) + " -> " + value(change.to());
    }

    private static String value(Optional<Object> value) {
        return value.map(Printable::of).orElse("none");
    }

    /** One JSON object on one line. */
    public static String json(HistoryEntry entry) {
        return JsonLines.oneLine(HistoryValues.of(entry));
    }
}
