package dev.berth.projector.store;

import dev.berth.events.model.Region;
import dev.berth.ledger.digest.ReplyBytes;
import dev.berth.ledger.state.RecentCommands;
import dev.berth.ledger.state.RecentCommands.Entry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The commands that a region remembers, as rows and read back from rows. {@link #BLOCK} slots of the ring share a row:
 * a row for each command would be a third of those that a claim writes. What a command with an idempotency key was
 * answered may be long, and has a row of its own. For one thread.
 */
final class RecentRows {
    /** Slots a row. A commit of one command writes a whole row for it, so there are not more. */
    static final int BLOCK = 16;

    private final List<Entry> entries = new ArrayList<>();
    private final Map<Long, byte[]> answers = new HashMap<>();

    /** Writes the rows in which a window of a region differs from one before. */
    static void changed(Region region, RecentCommands before, RecentCommands now, RowSink sink) {
        BitSet written = new BitSet();
        for (Entry entry : now.since(before.count())) {
            int block = entry.slot() / BLOCK;
            if (!written.get(block)) {
                written.set(block);
                sink.put(Section.RECENT, RowKey.recent(region, block), row(before, block), row(now, block));
            }
            byte[] answer = before.inSlot(entry.slot()).map(RowValue::answer).orElse(null);
            sink.put(Section.ANSWERS, RowKey.answer(region, entry.slot()), answer, RowValue.answer(entry));
        }
    }

    private static byte[] row(RecentCommands commands, int block) {
        List<Entry> entries = new ArrayList<>(BLOCK);
        for (int slot = block * BLOCK; slot < (block + 1) * BLOCK; slot++) {
            commands.inSlot(slot).ifPresent(entries::add);
        }
        return entries.isEmpty() ? null : RowValue.recent(entries);
    }

    /** Takes a row of {@link Section#RECENT}, in any order. */
    void block(byte[] value) {
        entries.addAll(RowValue.recent(value));
    }

    /** Takes a row of {@link Section#ANSWERS}, in any order. */
    void answer(byte[] value) {
        RowValue.Answer answer = RowValue.answer(value);
        answers.put(answer.number(), answer.bytes());
    }

    /**
     * The commands from a number on, oldest first. All rows with an answer to one of them must have been taken.
     *
     * @throws IllegalStateException if an answer cannot be read
     */
    List<Entry> since(long number) {
        return entries.stream()
                .filter(entry -> entry.number() >= number)
                .sorted(Comparator.comparingLong(Entry::number))
                .map(this::answered)
                .toList();
    }

    private Entry answered(Entry entry) {
        byte[] answer = answers.get(entry.number());
        return answer == null
                ? entry
                : new Entry(
                        entry.number(),
                        entry.commandId(),
                        entry.position(),
                        Optional.of(ReplyBytes.read(entry.position(), answer)));
    }
}
