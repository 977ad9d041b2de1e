package dev.berth.projector.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.projector.board.HeardCounts.Age;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HeardCountsTest {
    private static final long NOW_MS = Duration.ofDays(100).toMillis();

    private static HeardCounts counts(Duration... ages) {
        HeardCounts.Counter counter = new HeardCounts.Counter();
        for (Duration age : ages) {
            counter.add(OptionalLong.of(NOW_MS - age.toMillis()), NOW_MS);
        }
        return counter.counts();
    }

    @Test
    void putsEachHostIntoOneAge() {
        HeardCounts counts = counts(
                Duration.ofSeconds(-5),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1).plusMillis(1),
                Duration.ofMinutes(10),
                Duration.ofMinutes(11),
                Duration.ofHours(2),
                Duration.ofDays(3));

        assertThat(counts.of(Age.UNDER_1M)).isEqualTo(2);
        assertThat(counts.of(Age.UNDER_10M)).isEqualTo(2);
        assertThat(counts.of(Age.UNDER_1H)).isEqualTo(1);
        assertThat(counts.of(Age.UNDER_1D)).isEqualTo(1);
        assertThat(counts.of(Age.OVER_1D)).isEqualTo(1);
        assertThat(counts.recent()).isEqualTo(4);
        assertThat(counts.silent()).isEqualTo(3);
        assertThat(counts.oldestMs()).isEqualTo(Duration.ofDays(3).toMillis());
    }

    @Test
    void countsHostsThatWereNeverHeardOfAsSilentAndOfNoAge() {
        HeardCounts.Counter counter = new HeardCounts.Counter();
        counter.add(OptionalLong.empty(), NOW_MS);
        HeardCounts never = counter.counts();

        assertThat(never.of(Age.NEVER)).isEqualTo(1);
        assertThat(never.silent()).isEqualTo(1);
        assertThat(never.recent()).isZero();
        assertThat(never.oldestMs()).isZero();
        HeardCounts sum = never.plus(counts(Duration.ofHours(2)));
        assertThat(sum.silent()).isEqualTo(2);
        assertThat(sum.oldestMs()).isEqualTo(Duration.ofHours(2).toMillis());
    }
}
