package dev.berth.auditor;

import com.google.common.collect.ImmutableMap;
import dev.berth.events.model.ConsumerType;
import dev.berth.events.model.Printable;
import dev.berth.ledger.history.HeldConsumer;
import dev.berth.ledger.history.HistoryValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A consumer that nobody knows any more, for people and for programs. Any thread. */
public final class OrphanText {
    /** What became of an orphan. */
    public enum Fate {
        FOUND("found"),
        RELEASED("released"),
        CHANGED("changed since, not released"),
        GONE("gone since");

        private final String text;

        Fate(String text) {
            this.text = text;
        }
    }

    private OrphanText() {}

    /** What it holds, whose it is, and which command changed it last. */
    public static String of(HeldConsumer orphan, Fate fate) {
        List<String> lines = new ArrayList<>();
        lines.add("consumer " + orphan.id() + (fate == Fate.FOUND ? "" : "  " + fate.text));
        lines.add("owner    project " + Printable.of(orphan.consumer().projectId()) + ", user "
                + Printable.of(orphan.consumer().userId())
                + orphan.consumer().type().map(type -> ", type " + type).orElse(""));
        WhyText.add(lines, "holds", orphan.holding());
        lines.add("since    " + HistoryText.head(orphan.changedAt()) + orphan.commandKind() + "  "
                + orphan.origin().map(OriginText::of).orElse("sender not told"));
        return String.join(System.lineSeparator(), lines);
    }

    /** One JSON object on one line. */
    public static String json(HeldConsumer orphan, Fate fate) {
        return JsonLines.oneLine(ImmutableMap.<String, Object>builder()
                .put("consumer", orphan.id().toString())
                .put("outcome", fate.name().toLowerCase(Locale.ROOT))
                .put("generation", orphan.consumer().generation())
                .put("project", orphan.consumer().projectId())
                .put("user", orphan.consumer().userId())
                .put("type", orphan.consumer().type().map(ConsumerType::toString))
                .put("holds", HistoryValues.of(orphan.holding()))
                .putAll(HistoryValues.of(orphan.changedAt()))
                .put("command", orphan.commandKind().name())
                .put("origin", orphan.origin().map(HistoryValues::of))
                .build());
    }
}
