package dev.berth.ledger.directory;

import dev.berth.events.command.Command;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.scenario.CommandReader;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** A region after each of some commands, written as scenarios are. For one thread. */
public final class TestingState {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}");

    public final Symbols symbols = new Symbols();
    private final CommandReader reader = new CommandReader(symbols);
    private final List<RegionFold> folds = new ArrayList<>();

    public TestingState(String lines) {
        folds.add(RegionFold.of(RegionView.empty(Region.DEFAULT)));
        lines.lines().forEach(this::take);
    }

    /** Goes on with a command. */
    public TestingState take(String line) {
        return take(reader.read(new CommandId(new UUID(1, folds.size())), line));
    }

    /** Goes on with a command that no scenario can write. */
    public TestingState take(Command command) {
        return take(new LogEntry.Readable(next(), command, Sha256.NONE));
    }

    /** Goes on with any record. */
    public TestingState take(LogEntry entry) {
        folds.add(fold().take(entry).after());
        return this;
    }

    /** The position of the next record. */
    public Position next() {
        int n = folds.size() - 1;
        return new Position(0, n, 1_000L * n);
    }

    /** The region now. */
    public RegionFold fold() {
        return folds.get(folds.size() - 1);
    }

    /** The region once that many commands are in it. */
    public RegionFold after(int commands) {
        return folds.get(commands);
    }

    /** A text with the names of the scenario in the place of ids. */
    public String named(String text) {
        return ID.matcher(text).replaceAll(id -> symbols.name(id.group()));
    }
}
