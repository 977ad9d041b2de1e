package dev.berth.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RecordRateTest {
    private final RecordRate rate = new RecordRate(at(100));

    @Test
    void saysHowManyASecondAndHowLongTheRestTakes() {
        assertThat(rate.line(at(110), 20_000, 110_000)).contains("20,000 of 110,000 records, 2,000/s, 45 s to go");
    }

    @Test
    void saysSoEveryTenSecondsAndNoOftener() {
        assertThat(rate.line(at(109), 9_000, 110_000)).isEmpty();
        assertThat(rate.line(at(111), 11_000, 110_000)).isPresent();
        assertThat(rate.line(at(120), 20_000, 110_000)).isEmpty();
        assertThat(rate.line(at(121), 42_000, 110_000)).contains("42,000 of 110,000 records, 2,000/s, 34 s to go");
    }

    @Test
    void saysNoTimeBeforeAnythingIsRead() {
        assertThat(rate.line(at(110), 0, 110_000)).contains("0 of 110,000 records, 0/s");
    }

    private static long at(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
