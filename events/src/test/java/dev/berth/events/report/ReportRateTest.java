package dev.berth.events.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host may report at a steady rate and in a burst after a quiet time, and costs a bounded memory. */
class ReportRateTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Region EAST = new Region("east");

    private final ReportRate rate = new ReportRate(Duration.ofSeconds(1), 10, 100);

    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MAX_VALUE - 3})
    void admitsABurstAndThenOneASecond(long start) {
        for (int i = 0; i < 10; i++) {
            assertThat(rate.admit(EAST, host(1), start)).isEmpty();
        }
        assertThat(rate.admit(EAST, host(1), start)).isEqualTo(OptionalLong.of(SECOND));
        assertThat(rate.admit(EAST, host(1), start + SECOND - 7)).isEqualTo(OptionalLong.of(7));
        assertThat(rate.admit(EAST, host(1), start + SECOND)).isEmpty();
        assertThat(rate.admit(EAST, host(1), start + SECOND)).isPresent();
        assertThat(rate.admit(EAST, host(1), start + 3 * SECOND)).isEmpty();
        assertThat(rate.admit(EAST, host(1), start + 3 * SECOND)).isEmpty();
        assertThat(rate.admit(EAST, host(1), start + 3 * SECOND)).isPresent();
    }

    @Test
    void givesAWholeBurstAgainAfterAQuietTimeAndNoMore() {
        for (int i = 0; i < 10; i++) {
            rate.admit(EAST, host(1), 0);
        }
        int admitted = 0;
        for (int i = 0; i < 30; i++) {
            admitted += rate.admit(EAST, host(1), 3_600 * SECOND).isEmpty() ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(10);
    }

    @Test
    void holdsNoHostBackForAnother() {
        for (int i = 0; i < 20; i++) {
            rate.admit(EAST, host(1), 0);
        }
        assertThat(rate.admit(EAST, host(2), 0)).isEmpty();
        assertThat(rate.admit(new Region("west"), host(1), 0)).isEmpty();
    }

    @Test
    void forgetsHostsThatAreQuietAndKeepsNoMoreThanItMay() {
        for (int i = 0; i < 1_000; i++) {
            rate.admit(EAST, host(i), 0);
            assertThat(rate.size()).isLessThanOrEqualTo(100);
        }
        for (int i = 0; i < 1_000; i++) {
            rate.admit(EAST, host(1), 60L * SECOND * (i + 1));
        }
        assertThat(rate.size()).isEqualTo(1);
    }

    @Test
    void refusesARateThatIsNone() {
        assertThatThrownBy(() -> new ReportRate(Duration.ZERO, 10, 100)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReportRate(Duration.ofSeconds(1), 0, 100))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ProviderId host(int number) {
        return new ProviderId(new UUID(1, number));
    }
}
