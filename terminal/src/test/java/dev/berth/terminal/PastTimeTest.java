package dev.berth.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastTimeTest {
    private static final Instant NOW = Instant.parse("2026-11-29T03:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "now, 2026-11-29T03:00:00Z",
        "90s, 2026-11-29T02:58:30Z",
        "5m, 2026-11-29T02:55:00Z",
        "24h, 2026-11-28T03:00:00Z",
        "7d, 2026-11-22T03:00:00Z",
        "2026-11-28T03:12:00+01:00, 2026-11-28T02:12:00Z"
    })
    void readsTimesAndHowLongAgoItWas(String text, Instant time) {
        assertThat(PastTime.parse(text).orElseThrow().at(NOW)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "24", "h", "-1h", "1.5h", "9999999d", "2026-11-28", "Now", "+999999999-01-01T00:00:00Z"})
    void refusesWhatIsNoTime(String text) {
        assertThat(PastTime.parse(text)).isEmpty();
    }

    /** So that from now to now is a span, and not one that ends before it begins. */
    @Test
    void meansTheSameNowForAllThatIsAskedAtOnce() {
        assertThat(PastTime.parse("now").orElseThrow().at(NOW)).isEqualTo(NOW);
    }
}
