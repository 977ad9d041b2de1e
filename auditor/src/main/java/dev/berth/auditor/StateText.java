package dev.berth.auditor;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.Printable;
import dev.berth.ledger.directory.NodePath;
import dev.berth.ledger.history.FieldChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Places in the state of a region, for people and for programs. Any thread. */
final class StateText {
    private static final String IN_MS = "_ms";

    private StateText() {}

    /** A place in the list of a directory. */
    static String name(NodePath.LocatedNode found) {
        return lastName(found) + (found.node().isDirectory() ? "/" : "") + label(found.label());
    }

    private static String lastName(NodePath.LocatedNode found) {
        List<String> names = found.path().names();
        return names.isEmpty() ? "" : names.get(names.size() - 1);
    }

    /** The whole way to a place. */
    static String path(NodePath.LocatedNode found) {
        return found.path() + label(found.label());
    }

    static String label(Optional<String> label) {
        return label.map(text -> "  " + Printable.of(text)).orElse("");
    }

    /** A line for each field. */
    static String fields(ImmutableSortedMap<String, Object> fields) {
        List<String[]> rows = new ArrayList<>();
        int width = 0;
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            String[] row = row(field.getKey(), field.getValue());
            rows.add(row);
            width = Math.max(width, row[0].length());
        }
        StringBuilder lines = new StringBuilder();
        for (String[] row : rows) {
            lines.append(lines.length() == 0 ? "" : System.lineSeparator())
                    .append(row[0])
                    .append(" ".repeat(width - row[0].length()))
                    .append("  ")
                    .append(row[1]);
        }
        return lines.toString();
    }

    private static String[] row(String field, Object value) {
        return isTime(field, value)
                ? new String[] {withoutUnit(field), time(value)}
                : new String[] {Printable.of(field), Printable.of(value)};
    }

    /** A field that is not the same in two states, with both values. */
    static String change(FieldChange change) {
        boolean isTime = change.from()
                .or(change::to)
                .filter(value -> isTime(change.field(), value))
                .isPresent();
        return HistoryText.withoutThing(
                isTime
                        ? new FieldChange(
                                change.of(),
                                withoutUnit(change.field()),
                                change.from().map(StateText::time),
                                change.to().map(StateText::time))
                        : change);
    }

    private static boolean isTime(String field, Object value) {
        return field.endsWith(IN_MS) && value instanceof Long;
    }

    private static String withoutUnit(String field) {
        return Printable.of(field.substring(0, field.length() - IN_MS.length()));
    }

    private static String time(Object timeMs) {
        return Instant.ofEpochMilli((Long) timeMs).toString();
    }

    /** One JSON object on one line: where it is, and whether it holds others. */
    static String json(NodePath.LocatedNode found) {
        return JsonLines.oneLine(ImmutableMap.of(
                "path",
                found.path().toString(),
                "name",
                found.label(),
                "directory",
                found.node().isDirectory()));
    }

    /** One JSON object on one line: where it is, and its fields. */
    static String jsonWithFields(NodePath.LocatedNode found) {
        return JsonLines.oneLine(ImmutableMap.of(
                "path",
                found.path().toString(),
                "name",
                found.label(),
                "fields",
                found.node().shown()));
    }
}
