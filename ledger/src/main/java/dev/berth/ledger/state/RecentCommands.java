package dev.berth.ledger.state;

import dev.berth.events.decision.Reply;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Sha256;
import io.vavr.collection.Vector;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The last commands decided, so that a command which its sender appended twice is decided once, and a request with an
 * idempotency key is answered the second time as it was the first. The window is counted in commands, not in time: it
 * must be the same in every replay. Immutable.
 *
 * <p>A ring: the entry with number n stands in slot n mod {@link #WINDOW}, and an index finds it by its id. An entry
 * takes 145 bytes of heap, and 200 to 300 with a reply, or 600 where some devices and NUMA cells were claimed: 9.5 MB
 * for a region whose window is full, 20 MB if each command had a key. A command more copies a path of each of the two
 * trees: 1.6 KB that soon are garbage, and half a microsecond.
 */
public final class RecentCommands {
    /** How many commands are remembered; a sender that repeats itself later than this is not recognised. */
    public static final int WINDOW = 65_536;

    static final RecentCommands NONE = new RecentCommands(0, Vector.empty(), IdMap.empty(Entry::commandId));

    private final long count;
    private final Vector<Entry> slots;
    private final IdMap<CommandId, Entry> byId;

    /**
     * A remembered command.
     *
     * @param number its number among all commands of its region, counted from 0
     * @param answered what it was answered; empty for a command without an idempotency key
     */
    public record Entry(long number, CommandId commandId, Position position, Optional<Answered> answered) {
        /** The slot of the ring that it stands in, from 0 to {@link #WINDOW} - 1. */
        public int slot() {
            return RecentCommands.slot(number);
        }
    }

    /** A request with an idempotency key, and what came of it. */
    public record Answered(Sha256 request, Reply reply) {}

    private RecentCommands(long count, Vector<Entry> slots, IdMap<CommandId, Entry> byId) {
        this.count = count;
        this.slots = slots;
        this.byId = byId;
    }

    /**
     * The window as its entries were read back from a store, in any order.
     *
     * @throws IllegalStateException if one is missing between the oldest and the newest: a fold from there would decide
     *     otherwise
     */
    static RecentCommands restored(Iterable<Entry> entries) {
        Vector<Entry> bySlot = Vector.ofAll(entries).sorted(Comparator.comparingInt(Entry::slot));
        long count = bySlot.map(entry -> entry.number() + 1).max().getOrElse(0L);
        IdMap.Builder<CommandId, Entry> byId = new IdMap.Builder<>(Entry::commandId);
        int slot = 0;
        for (Entry entry : bySlot) {
            if (entry.slot() != slot || entry.number() < count - WINDOW) {
                throw new IllegalStateException("expected the last commands of " + count + " in slots one by one, "
                        + WINDOW + " at most, but slot " + slot + " has " + entry);
            }
            byId.put(entry);
            slot++;
        }
        if (slot != Math.min(count, WINDOW)) {
            throw new IllegalStateException(
                    "expected the last " + Math.min(count, WINDOW) + " commands of " + count + " but got " + slot);
        }
        return new RecentCommands(count, bySlot, byId.build());
    }

    private static int slot(long number) {
        return (int) (number % WINDOW);
    }

    /** How many commands the region has decided so far. */
    public long count() {
        return count;
    }

    /** The remembered commands, oldest first. */
    public Iterable<Entry> entries() {
        return since(count - slots.size());
    }

    /** The remembered commands from a number on, oldest first. */
    public Iterable<Entry> since(long number) {
        long first = Math.max(number, count - slots.size());
        return () -> new Iterator<>() {
            private long next = first;

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public Entry next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("only " + count + " commands were decided");
                }
                return slots.get(slot(next++));
            }
        };
    }

    /** The remembered command in a slot; empty if none has got there yet. */
    public Optional<Entry> inSlot(int slot) {
        return slot < slots.size() ? Optional.of(slots.get(slot)) : Optional.empty();
    }

    public Optional<Entry> find(CommandId command) {
        return Optional.ofNullable(byId.get(command));
    }

    RecentCommands with(CommandId command, Position position, Optional<Answered> answered) {
        return with(new Entry(count, command, position, answered));
    }

    /**
     * This window with the next command in it.
     *
     * @throws IllegalStateException if it is not the next
     */
    RecentCommands with(Entry entry) {
        if (entry.number() != count) {
            throw new IllegalStateException("expected command " + count + " but got " + entry);
        }
        if (slots.size() < WINDOW) {
            return new RecentCommands(count + 1, slots.append(entry), byId.with(entry));
        }
        CommandId oldest = slots.get(entry.slot()).commandId();
        return new RecentCommands(
                count + 1,
                slots.update(entry.slot(), entry),
                byId.without(oldest).with(entry));
    }
}
