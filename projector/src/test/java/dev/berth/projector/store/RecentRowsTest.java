package dev.berth.projector.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.decision.Reply;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.chain.Chain;
import dev.berth.ledger.state.RecentCommands;
import dev.berth.ledger.state.RecentCommands.Answered;
import dev.berth.ledger.state.RecentCommands.Entry;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongPredicate;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class RecentRowsTest {
    private static final RecentCommands NONE = RegionView.empty(Region.DEFAULT).recent();
    private static final Chain CHAIN = new Chain(Sha256.NONE);
    private static final LongPredicate NEVER = number -> false;

    private final TreeMap<Bytes, byte[]> rows = new TreeMap<>();
    private int written;

    @Test
    void writesARowForEachBlockThatACommitHasTouched() {
        RecentCommands some = more(NONE, 40, NEVER);
        write(NONE, some);
        assertThat(written).as("40 commands lie in three blocks").isEqualTo(3);

        RecentCommands later = more(some, 3, NEVER);
        write(some, later);
        assertThat(written).isEqualTo(1);
        assertThat(read()).containsExactlyElementsOf(later.entries());
    }

    @Test
    void keepsOlderCommandsInTheRowThatTheNewestHaveReached() {
        RecentCommands full = more(NONE, RecentCommands.WINDOW, NEVER);
        RecentCommands round = more(full, 5, NEVER);
        write(NONE, full);
        write(full, round);

        assertThat(written).isEqualTo(1);
        assertThat(read()).containsExactlyElementsOf(round.entries());
    }

    @Test
    void writesEachRowOnceWhenACommitHasGoneRoundTheWholeRing() {
        RecentCommands round = more(NONE, RecentCommands.WINDOW + 5, NEVER);
        write(NONE, round);

        assertThat(written).isEqualTo(RecentCommands.WINDOW / RecentRows.BLOCK);
        assertThat(read()).containsExactlyElementsOf(round.entries());
    }

    @Test
    void deletesAnAnswerWithItsCommand() {
        RecentCommands full = more(NONE, RecentCommands.WINDOW, number -> number < 3);
        write(NONE, full);
        assertThat(answers()).isEqualTo(3);

        RecentCommands round = more(full, 2, NEVER);
        write(full, round);
        assertThat(answers()).isEqualTo(1);
        assertThat(read()).containsExactlyElementsOf(round.entries());
    }

    /** Or who follows the rows that change would not hear of it. */
    @Test
    void writesTheSameAnswerAnewForTheNextCommandInItsSlot() {
        RecentCommands full = more(NONE, RecentCommands.WINDOW, number -> number == 0);
        RecentCommands round = more(full, 1, number -> true);
        write(NONE, full);
        write(full, round);

        assertThat(written).as("the block and the answer").isEqualTo(2);
    }

    @Test
    void comesToTheSameRowsWhereverTheCommitsWere() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        LongPredicate someAnswered = number -> number % 7 == number / 50_000;
        RecentCommands now = NONE;
        while (now.count() < 2 * RecentCommands.WINDOW) {
            RecentCommands next = more(now, 1 + random.nextInt(20_000), someAnswered);
            write(now, next);
            assertThat(read()).as("seed %d", seed).containsExactlyElementsOf(next.entries());
            now = next;
        }
        TreeMap<Bytes, byte[]> stepwise = new TreeMap<>(rows);
        rows.clear();
        write(NONE, now);
        assertThat(rows).as("seed %d", seed).containsExactlyEntriesOf(stepwise);
    }

    private static RecentCommands more(RecentCommands before, int commands, LongPredicate isAnswered) {
        List<Entry> more = new ArrayList<>();
        for (long number = before.count(); number < before.count() + commands; number++) {
            Position position = new Position(3, 7 * number, 1_000 + number);
            more.add(new Entry(
                    number,
                    new CommandId(new UUID(number, 1)),
                    position,
                    isAnswered.test(number) ? Optional.of(answered(position)) : Optional.empty()));
        }
        List<Entry> all = new ArrayList<>();
        before.entries().forEach(all::add);
        RegionEdit edit = new RegionEdit(RegionView.empty(Region.DEFAULT));
        edit.leftAt(Position.NONE, all, CHAIN);
        return edit.leftOnAt(Position.NONE, more, CHAIN).view().recent();
    }

    private static Answered answered(Position position) {
        return new Answered(new Sha256(0, 0, 0, 1), Reply.accepted(position, true));
    }

    private void write(RecentCommands before, RecentCommands now) {
        written = 0;
        RecentRows.changed(Region.DEFAULT, before, now, (section, key, last, value) -> {
            assertThat(rows.get(key)).as("what was written last").isEqualTo(last);
            if (value == null) {
                rows.remove(key);
            } else {
                rows.put(key, value);
            }
            written += Arrays.equals(last, value) ? 0 : 1;
        });
    }

    private List<Entry> read() {
        RecentRows recent = new RecentRows();
        rows.forEach((key, value) -> {
            if (RowKey.letter(key) == Section.ANSWERS.letter()) {
                recent.answer(value);
            } else {
                recent.block(value);
            }
        });
        return recent.since(0);
    }

    private long answers() {
        return rows.keySet().stream()
                .filter(key -> RowKey.letter(key) == Section.ANSWERS.letter())
                .count();
    }
}
