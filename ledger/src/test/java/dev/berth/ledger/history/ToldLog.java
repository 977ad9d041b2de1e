package dev.berth.ledger.history;

import dev.berth.events.command.Command;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.scenario.CommandReader;
import dev.berth.ledger.scenario.Symbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** A log written as scenarios are, and what is told of it with the names of the scenario. */
final class ToldLog {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}");

    final Symbols symbols = new Symbols();
    final List<LogEntry> entries = new ArrayList<>();
    private final CommandReader reader = new CommandReader(symbols);

    ToldLog(String lines) {
        lines.lines().forEach(line -> add(reader.read(new CommandId(new UUID(1, entries.size())), line)));
    }

    private void add(Command command) {
        entries.add(new LogEntry.Readable(next(), command, Sha256.NONE));
    }

    Position next() {
        return new Position(0, entries.size(), 1_000L * entries.size());
    }

    void addUnreadable() {
        entries.add(new LogEntry.Unreadable(next(), "seven is no schema", Sha256.NONE));
    }

    void add(String line) {
        add(reader.read(new CommandId(new UUID(1, entries.size())), line));
    }

    /** The next record, of which the log says that it is of this time. */
    void addAt(long timestampMs, String line) {
        Command command = reader.read(new CommandId(new UUID(1, entries.size())), line);
        entries.add(new LogEntry.Readable(new Position(0, entries.size(), timestampMs), command, Sha256.NONE));
    }

    /** A line for each command, and one for each of its changes. */
    String history(Subject.Kind kind, String id) {
        return history(Subject.of(kind, id, Optional.empty()));
    }

    String history(Subject subject) {
        RegionHistory history = new RegionHistory(Region.DEFAULT, subject);
        StringBuilder told = new StringBuilder();
        for (LogEntry entry : entries) {
            history.take(entry).forEach(each -> {
                told.append(each.position())
                        .append(' ')
                        .append(each.commandKind())
                        .append(each.refusal()
                                .map(reason -> " refused " + reason)
                                .orElse(""))
                        .append('\n');
                each.changes()
                        .forEach(change -> told.append("  ")
                                .append(change.of())
                                .append(": ")
                                .append(change.field())
                                .append(' ')
                                .append(change.from().map(Object::toString).orElse("none"))
                                .append(" -> ")
                                .append(change.to().map(Object::toString).orElse("none"))
                                .append('\n'));
            });
        }
        return named(told.toString());
    }

    String named(String text) {
        return ID.matcher(text).replaceAll(id -> symbols.name(id.group()));
    }
}
