package dev.berth.events.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.events.log.NoPlaceException.Reason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Places as people name them. */
final class LogPlaceTest {
    @Test
    void areReadFromTextsAndWrittenAsSuch() {
        assertThat(LogPlace.parse("17")).isEqualTo(new LogPlace.Offset(17)).hasToString("17");
        assertThat(LogPlace.parse("2@17")).isEqualTo(new LogPlace.At(2, 17)).hasToString("2@17");
        assertThat(LogPlace.parse("now")).isEqualTo(new LogPlace.Now()).hasToString("now");
        LogPlace time = new LogPlace.Time(Instant.parse("2026-11-28T03:12:00Z"));
        for (String same : List.of(
                "2026-11-28T03:12:00Z",
                "2026-11-28t03:12:00z",
                "2026-11-28T04:12:00.000+01:00",
                "2026-11-28T03:12:00-00:00")) {
            assertThat(LogPlace.parse(same)).isEqualTo(time).hasToString("2026-11-28T03:12:00Z");
            assertThat(same).matches(LogPlace.PATTERN);
        }
    }

    @Test
    void refuseWhateverElse() {
        for (String none : List.of(
                "",
                "-1",
                "NOW",
                "yesterday",
                "1@",
                "@1",
                "0@1@2",
                "1234567@1",
                "1234567890123456789",
                "\u0661\u0662",
                "2026-11-28",
                "2026-13-28T03:12:00Z",
                "2026-11-28T03:12:60Z",
                "2026-11-28T03:12Z",
                "2026-11-28T03:12:00",
                "2026-11-28T03:12:00.Z",
                "2026-11-28T03:12:00+01",
                "+999999999-01-01T00:00:00Z",
                "x".repeat(10_000))) {
            assertThatThrownBy(() -> LogPlace.parse(none))
                    .as(none)
                    .isInstanceOfSatisfying(
                            NoPlaceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED))
                    .hasMessage("expected an offset such as 1042, a position such as 0@1042, a time such as"
                            + " 2026-11-28T03:12:00Z, or now, but got '" + none + "'");
        }
    }

    @Test
    void sayHowAPlusSignIsWrittenInAUrl() {
        assertThatThrownBy(() -> LogPlace.parse("2026-11-28T04:12:00 01:00"))
                .hasMessageEndingWith("but got '2026-11-28T04:12:00 01:00'; in a URL a plus sign is written %2B");
    }

    @Test
    void areTheMillisecondsOnBothSidesOfATime() {
        LogPlace.Time whole = new LogPlace.Time(Instant.ofEpochMilli(1_500));
        assertThat(List.of(whole.firstMs(), whole.lastMs())).containsExactly(1_500L, 1_500L);
        LogPlace.Time between = new LogPlace.Time(Instant.ofEpochMilli(1_500).plusNanos(1));
        assertThat(List.of(between.firstMs(), between.lastMs())).containsExactly(1_501L, 1_500L);
    }
}
