package dev.berth.ledger;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import io.vavr.collection.HashMap;
import io.vavr.collection.Queue;
import java.util.List;
import java.util.Optional;

/**
 * The last commands decided, so that a command which its sender appended twice is decided once. The window is counted in commands,
 * not in time: it must be the same in every replay. Immutable.
 */
public final class RecentCommands {
    /** How many commands are remembered; a sender that repeats itself later than this is not recognised. */
    public static final int WINDOW = 1024;

    static final RecentCommands NONE = new RecentCommands(0, HashMap.empty(), Queue.empty(), null);

    private final long count;
    private final HashMap<CommandId, Position> positions;
    private final Queue<Entry> order;
    private final Entry newest;

    /** A remembered command: the how-manieth of its region it was, counted from 0, and where it stands. */
    public record Entry(long number, CommandId commandId, Position position) {}

    /** The newest entry is null before the first command; a persistent queue does not give its last one cheaply. */
    private RecentCommands(long count, HashMap<CommandId, Position> positions, Queue<Entry> order, Entry newest) {
        this.count = count;
        this.positions = positions;
        this.order = order;
        this.newest = newest;
    }

    /** The window as its entries were read back from a store, in any order. */
    static RecentCommands restored(Iterable<Entry> entries) {
        Queue<Entry> order = Queue.ofAll(entries).sortBy(Entry::number);
        HashMap<CommandId, Position> positions =
                order.foldLeft(HashMap.empty(), (map, entry) -> map.put(entry.commandId(), entry.position()));
        return order.isEmpty() ? NONE : new RecentCommands(order.last().number() + 1, positions, order, order.last());
    }

    /** How many commands the region has decided so far. */
    public long count() {
        return count;
    }

    /** The remembered commands, oldest first. */
    public Iterable<Entry> entries() {
        return order;
    }

    /** The remembered commands from a number on, oldest first. */
    public Iterable<Entry> since(long number) {
        return count == number + 1 ? List.of(newest) : order.dropWhile(entry -> entry.number() < number);
    }

    Optional<Position> find(CommandId command) {
        return Optional.ofNullable(positions.getOrElse(command, null));
    }

    RecentCommands with(CommandId command, Position position) {
        Entry entry = new Entry(count, command, position);
        if (positions.size() < WINDOW) {
            return new RecentCommands(count + 1, positions.put(command, position), order.enqueue(entry), entry);
        }
        return new RecentCommands(
                count + 1,
                positions.remove(order.head().commandId()).put(command, position),
                order.tail().enqueue(entry),
                entry);
    }
}
