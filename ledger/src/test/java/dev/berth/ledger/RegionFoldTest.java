package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Trait;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class RegionFoldTest {
    private RegionFold fold = RegionFold.of(RegionView.empty(Region.DEFAULT));

    @Test
    void doesNotGoBackBehindASkipThatRunsIntoTheNextStop() {
        take(bad(0), trait(1), bad(2), trait(3));
        LogEntry skip = skip(4, 0);
        take(skip);

        assertThat(fold.stop()).map(RegionStop::position).contains(at(2));
        assertThat(fold.waiting()).hasSize(1);
        assertThat(fold.lastTaken()).isEqualTo(at(4));

        RegionFold.Taken again = fold.take(skip);
        assertThat(again.decisions()).isEmpty();
        assertThat(again.after()).as("read again, it changes nothing").isSameAs(fold);
        take(skip(5, 2));
        assertThat(fold.stop()).isEmpty();
        assertThat(fold.waiting()).isEmpty();
        assertThat(fold.view().decided(new CommandId(new UUID(1, 3)))).contains(at(3));
    }

    @Test
    void passesAStopWhoseSkipWaitsBehindAnother() {
        take(bad(0), bad(1), skip(2, 1), trait(3), skip(4, 0));

        assertThat(fold.stop()).isEmpty();
        assertThat(fold.waiting()).isEmpty();
        assertThat(fold.lastTaken()).isEqualTo(at(4));
    }

    @Test
    void tellsAReasonThatForgesNoLine() {
        take(new LogEntry.Unreadable(at(0), "a\nERROR forged \u001b[2J" + "x".repeat(10_000)));

        assertThat(fold.stop().orElseThrow().reason())
                .startsWith("a\\u000aERROR forged \\u001b[2J")
                .hasSizeLessThan(1_000);
    }

    @Test
    void takesManyRecordsBehindAStopInTimeThatGrowsWithTheirNumberOnly() {
        take(bad(0));
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int i = 1; i <= 200_000; i++) {
                take(trait(i));
            }
        });
        assertThat(fold.waiting()).hasSize(200_000);
    }

    private void take(LogEntry... entries) {
        for (LogEntry entry : entries) {
            fold = fold.take(entry).after();
        }
    }

    private static LogEntry bad(long offset) {
        return new LogEntry.Unreadable(at(offset), "no command");
    }

    private static LogEntry trait(long offset) {
        return new LogEntry.Readable(
                at(offset), new CreateTrait(new CommandId(new UUID(1, offset)), Trait.of("CUSTOM_T" + offset)));
    }

    private static LogEntry skip(long offset, long skipped) {
        return new LogEntry.Readable(at(offset), new SkipRecord(new CommandId(new UUID(2, offset)), skipped));
    }

    private static Position at(long offset) {
        return new Position(0, offset, 1_000 + offset);
    }
}
