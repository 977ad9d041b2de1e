package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.berth.events.model.Region;
import dev.berth.ledger.directory.NodeChange;
import dev.berth.ledger.history.FieldChange;
import dev.berth.ledger.history.HistoryValues;
import java.util.List;

/**
 * What is not the same in two states, for people and for programs. For people it is a tree, and what was shown before
 * says which directories need not be shown again. For one thread.
 */
public final class StateDiffText {
    private static final String INDENT = "  ";

    private List<String> shown = List.of();

    /** The lines of the tree that this change adds. */
    public String next(NodeChange change) {
        List<String> names = change.path().names();
        StringBuilder lines = new StringBuilder();
        int common = 0;
        while (common < Math.min(shown.size(), names.size() - 1)
                && shown.get(common).equals(names.get(common))) {
            common++;
        }
        for (int depth = common; depth < names.size() - 1; depth++) {
            append(lines, " ", depth, names.get(depth) + "/");
        }
        append(
                lines,
                mark(change.kind()),
                Math.max(0, names.size() - 1),
                (names.isEmpty() ? "/" : names.get(names.size() - 1)) + StateText.label(change.label()));
        for (FieldChange field : change.fields()) {
            append(lines, " ", Math.max(1, names.size()), StateText.change(field));
        }
        shown = names;
        return lines.toString();
    }

    private static String mark(NodeChange.Kind kind) {
        return switch (kind) {
            case ADDED -> "+";
            case REMOVED -> "-";
            case CHANGED -> "~";
        };
    }

    private static void append(StringBuilder lines, String mark, int depth, String text) {
        lines.append(lines.length() == 0 ? "" : System.lineSeparator())
                .append(mark)
                .append(' ')
                .append(INDENT.repeat(depth))
                .append(text);
    }

    /** Between which states the changes are, as a JSON object on one line; null for a state of which nothing is. */
    public static String json(Region region, StateAt from, StateAt to) {
        return JsonLines.oneLine(ImmutableMap.of(
                "region",
                region.name(),
                "from",
                from.position().map(HistoryValues::of),
                "to",
                to.position().map(HistoryValues::of)));
    }

    /** One change as a JSON object on one line. */
    public static String json(NodeChange change) {
        return JsonLines.oneLine(ImmutableMap.of(
                "path",
                change.path().toString(),
                "name",
                change.label(),
                "change",
                change.kind().text(),
                "fields",
                change.fields().stream().map(StateDiffText::field).collect(ImmutableList.toImmutableList())));
    }

    private static ImmutableMap<String, Object> field(FieldChange field) {
        return ImmutableMap.of("field", field.field(), "from", field.from(), "to", field.to());
    }
}
