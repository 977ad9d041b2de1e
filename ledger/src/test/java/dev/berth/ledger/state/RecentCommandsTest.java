package dev.berth.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.events.decision.Reply;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Sha256;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecentCommandsTest {
    private static final int WINDOW = RecentCommands.WINDOW;

    @Test
    void forgetsACommandOnceTheWindowHasGoneByAndNotBefore() {
        RecentCommands full = decided(WINDOW);
        assertThat(full.find(id(0))).isPresent();

        RecentCommands later = with(full, WINDOW);
        assertThat(later.find(id(0))).isEmpty();
        assertThat(later.find(id(1)).orElseThrow().position().offset()).isEqualTo(1);
        assertThat(later.find(id(WINDOW)).orElseThrow().position().offset()).isEqualTo(WINDOW);
        assertThat(later.count()).isEqualTo(WINDOW + 1L);
        assertThat(full.find(id(0))).as("the one before is as it was").isPresent();
    }

    @Test
    void tellsItsEntriesOldestFirst() {
        RecentCommands recent = decided(WINDOW + 10);
        assertThat(numbers(recent.entries()))
                .hasSize(WINDOW)
                .startsWith(10L, 11L)
                .endsWith(WINDOW + 9L);
        assertThat(numbers(recent.since(WINDOW + 8))).containsExactly(WINDOW + 8L, WINDOW + 9L);
        assertThat(numbers(recent.since(WINDOW + 10))).isEmpty();
    }

    @Test
    void goesOnFromWhatAStoreHasKeptOfIt() {
        RecentCommands before = decided(WINDOW + 10);
        List<RecentCommands.Entry> rows = new ArrayList<>();
        before.entries().forEach(rows::add);
        Collections.reverse(rows);

        RecentCommands restored = with(RecentCommands.restored(rows), WINDOW + 10);
        assertThat(restored.entries())
                .containsExactlyElementsOf(with(before, WINDOW + 10).entries());
        assertThat(restored.find(id(10))).isEmpty();
        assertThat(restored.find(id(11)).orElseThrow().answered())
                .isEqualTo(before.find(id(11)).orElseThrow().answered());
    }

    @Test
    void doesNotGoOnFromAWindowWithAHole() {
        List<RecentCommands.Entry> rows = new ArrayList<>();
        decided(20).entries().forEach(rows::add);
        rows.remove(7);
        assertThatThrownBy(() -> RecentCommands.restored(rows)).isInstanceOf(IllegalStateException.class);
        rows.clear();
        decided(20).entries().forEach(rows::add);
        rows.remove(0);
        assertThatThrownBy(() -> RecentCommands.restored(rows)).isInstanceOf(IllegalStateException.class);
    }

    /** What stands in the Javadoc of the class, with room for another JVM. */
    @Test
    void makesLittleGarbageOfACommandMore() {
        RecentCommands recent = decided(WINDOW);
        int more = 20_000;
        List<CommandId> ids = new ArrayList<>();
        for (int i = 0; i < more; i++) {
            ids.add(id(WINDOW + i));
        }
        long before = allocated();
        long startNs = System.nanoTime();
        for (int i = 0; i < more; i++) {
            recent = recent.with(ids.get(i), new Position(0, WINDOW + i, 0), Optional.empty());
        }
        long bytes = (allocated() - before) / more;
        System.err.printf("%d bytes and %d ns a command%n", bytes, (System.nanoTime() - startNs) / more);
        assertThat(recent.count()).isEqualTo(WINDOW + more);
        assertThat(bytes).isLessThan(4_000);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static RecentCommands decided(int count) {
        RecentCommands recent = RecentCommands.NONE;
        for (int i = 0; i < count; i++) {
            recent = with(recent, i);
        }
        return recent;
    }

    private static RecentCommands with(RecentCommands recent, int number) {
        Position position = new Position(0, number, 1000L * number);
        return recent.with(
                id(number),
                position,
                number % 3 == 0
                        ? Optional.of(new RecentCommands.Answered(
                                new Sha256(number, 0, 0, 1), Reply.accepted(position, number % 2 == 0)))
                        : Optional.empty());
    }

    private static CommandId id(long number) {
        return new CommandId(UUID.nameUUIDFromBytes(Long.toString(number).getBytes()));
    }

    private static List<Long> numbers(Iterable<RecentCommands.Entry> entries) {
        List<Long> numbers = new ArrayList<>();
        entries.forEach(entry -> numbers.add(entry.number()));
        return numbers;
    }
}
