package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {
    private static final long MINUTE_NS = Duration.ofMinutes(1).toNanos();

    private final ThreadFailures failures = new ThreadFailures();

    @Test
    void saysNothingOfAThreadThatFailedOnceInAWhile() {
        for (int i = 0; i < 10; i++) {
            failures.add(new IllegalStateException("now and then"), 3 * i * MINUTE_NS);
            assertThat(failures.fault(3 * i * MINUTE_NS)).isEmpty();
        }
    }

    @Test
    void saysThatThreadsFailAgainAndAgainUntilTheyDoNot() {
        for (int i = 0; i < 7; i++) {
            failures.add(new RuntimeException("outer", new IllegalStateException("no registry\n")), i * MINUTE_NS);
        }

        assertThat(failures.fault(7 * MINUTE_NS).orElseThrow())
                .contains("3 times within 5 minutes", "IllegalStateException: no registry\\u000a");
        assertThat(failures.fault(12 * MINUTE_NS)).isEmpty();
    }
}
