package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.CommandKind;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DecisionBatchTest {
    private long nowNs = Long.MAX_VALUE - 1_000_000;
    private final List<Long> told = new ArrayList<>();
    private final List<Long> made = new ArrayList<>();
    private final DecisionBatch batch = new DecisionBatch(
            (region, decision) -> made.add(decision.position().offset()),
            (region, decision) -> told.add(decision.position().offset()),
            () -> nowNs);

    @Test
    void tellsWhatWasReadTogetherAtOnceAndInItsOrder() {
        decided(1);
        decided(2);
        decided(3);
        assertThat(made).containsExactly(1L, 2L, 3L);
        assertThat(told).isEmpty();

        batch.tell();
        assertThat(told).containsExactly(1L, 2L, 3L);

        batch.tell();
        assertThat(told).hasSize(3);
    }

    @Test
    void letsTheFirstWaitNoLongerThanTwoMilliseconds() {
        decided(1);
        nowNs += 1_999_999;
        decided(2);
        assertThat(told).isEmpty();
        nowNs += 1;
        decided(3);
        assertThat(told).containsExactly(1L, 2L, 3L);

        // The time counts from the first of the next ones.
        nowNs += 1_000_000_000;
        decided(4);
        assertThat(told).hasSize(3);
        nowNs += 2_000_000;
        decided(5);
        assertThat(told).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    private void decided(long offset) {
        batch.decided(
                Region.DEFAULT,
                new Decision(
                        new Position(0, offset, 0),
                        new CommandId(new UUID(1, offset)),
                        CommandKind.CLAIM_ALLOCATIONS,
                        1,
                        Outcome.accepted(),
                        Sha256.NONE));
    }
}
