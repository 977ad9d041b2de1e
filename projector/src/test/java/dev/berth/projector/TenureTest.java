package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TenureTest {
    private static final long NOW_NS = Duration.ofHours(1).toNanos();

    private final Tenure tenure = new Tenure(0);

    @BeforeEach
    void compareTheLog() {
        tenure.follows(new Uuid(1, 1));
    }

    @Test
    void isNotCaughtUpBeforeTheLogWasComparedWithWhatWasDecided() {
        Tenure uncompared = new Tenure(0);
        uncompared.measured(42, 42);
        assertThat(uncompared.isCaughtUp()).isFalse();

        uncompared.follows(new Uuid(1, 1));
        assertThat(uncompared.isCaughtUp()).isTrue();
    }

    @Test
    void waitsForNothingMoreOnceItIsHalted() {
        tenure.measured(40, 42);
        tenure.halt("first");
        tenure.halt("second");

        assertThat(tenure.isCaughtUp()).isTrue();
        assertThat(tenure.fault()).contains("first");
    }

    @Test
    void isNotCaughtUpBeforeTheLogWasLookedAt() {
        tenure.took(41);

        assertThat(tenure.isCaughtUp()).isFalse();
    }

    @Test
    void isCaughtUpAtOnceWhenAllWasCommitted() {
        tenure.measured(42, 42);

        assertThat(tenure.isCaughtUp()).isTrue();
    }

    @Test
    void catchesUpWithWhatStoodInTheLogWhenItBegan() {
        tenure.measured(40, 42);
        tenure.took(40);
        assertThat(tenure.isCaughtUp()).isFalse();

        tenure.took(41);
        assertThat(tenure.isCaughtUp()).isTrue();
    }

    @Test
    void isTrustedForAWhileOnly() {
        tenure.measured(42, 42);
        tenure.confirm(false, NOW_NS);
        assertThat(tenure.isTrusted(NOW_NS)).isFalse();

        tenure.confirm(true, NOW_NS);
        assertThat(tenure.isTrusted(NOW_NS + Duration.ofSeconds(3).toNanos())).isTrue();
        assertThat(tenure.isTrusted(NOW_NS + Tenure.TRUST.toNanos())).isFalse();
    }

    @Test
    void isNotTrustedOnceTheInstanceHasLostItsPlace() {
        tenure.measured(42, 42);
        tenure.confirm(true, NOW_NS);

        tenure.confirm(false, NOW_NS + 1);

        assertThat(tenure.isTrusted(NOW_NS + 2)).isFalse();
    }

    @Test
    void endsWithoutTouchingTheTenureThatFollowedIt() {
        Tenures tenures = new Tenures();
        Tenure first = tenures.begin(3);
        Tenure second = tenures.begin(3);

        tenures.end(first);
        assertThat(tenures.of(3)).containsSame(second);

        tenures.end(second);
        assertThat(tenures.holds(3)).isFalse();
    }
}
