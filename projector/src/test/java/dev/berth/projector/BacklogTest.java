package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final long SECOND_NS = Duration.ofSeconds(1).toNanos();

    private final Backlog backlog = new Backlog(0);

    @Test
    void isLateOnceARecordHasWaitedForLongerThanTheTimeout() {
        backlog.look(10, 12, SECOND_NS);
        assertThat(backlog.isLate(11, 5 * SECOND_NS)).isFalse();
        assertThat(backlog.isLate(11, 6 * SECOND_NS)).isTrue();
        assertThat(backlog.isLate(12, 6 * SECOND_NS)).isFalse();
    }

    @Test
    void isLateThoughTheViewMovesIfItDoesNotKeepUp() {
        for (int second = 0; second < 10; second++) {
            backlog.look(second, 1_000 + 1_000 * second, second * SECOND_NS);
        }
        assertThat(backlog.isLate(10, 10 * SECOND_NS)).isTrue();
    }

    @Test
    void isNotLateWhereMuchComesAndIsTakenWithinTheTimeout() {
        for (int second = 0; second < 100; second++) {
            backlog.look(1_000 * Math.max(0, second - 3), 1_000 * second, second * SECOND_NS);
            assertThat(backlog.isLate(1_000 * Math.max(0, second - 3), second * SECOND_NS))
                    .as("second %s", second)
                    .isFalse();
        }
    }

    @Test
    void takesWhatWasCommittedBehindTheLastRecordForTaken() {
        backlog.look(10, 12, 0);
        backlog.look(12, 12, SECOND_NS);

        assertThat(backlog.isLate(10, 20 * SECOND_NS)).isFalse();
    }

    @Test
    void standsStillWhileNothingIsTakenBetweenTwoLooks() {
        backlog.look(10, 12, 0);
        assertThat(backlog.isStill(10)).isTrue();
        assertThat(backlog.isStill(11)).isFalse();
    }

    @Test
    void isSilentOnceKafkaHasNotAnsweredForAWhile() {
        backlog.look(10, 10, 0);
        assertThat(backlog.isSilent(9 * SECOND_NS)).isFalse();
        assertThat(backlog.isSilent(10 * SECOND_NS)).isTrue();
        assertThat(backlog.silentSeconds(10 * SECOND_NS)).isEqualTo(10);

        backlog.look(10, 10, 11 * SECOND_NS);
        assertThat(backlog.isSilent(12 * SECOND_NS)).isFalse();
    }
}
