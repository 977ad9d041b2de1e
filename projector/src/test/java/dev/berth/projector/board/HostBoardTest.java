package dev.berth.projector.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.host.HostRow;
import dev.berth.events.host.HostRowKey;
import dev.berth.events.log.HostRowRecord;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HostBoardTest {
    private static final Region EAST = new Region("east");
    private static final ProviderId HOST = host(1);
    private static final long NOON_MS = 1_795_392_000_000L;
    private static final long MINUTE_MS = Duration.ofMinutes(1).toMillis();

    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    private static final long HOUR_MS = Duration.ofHours(1).toMillis();

    private long clockMs = NOON_MS + 10 * MINUTE_MS;
    private final HostBoard board = new HostBoard(3, () -> clockMs);

    @Test
    void writesAHostThatIsNewAtOnceAndThenEveryTenMinutes() {
        board.hear(EAST, HOST, NOON_MS, 1);
        assertThat(board.toWrite()).containsExactly(heard(HOST, NOON_MS, 1));

        for (int minute = 1; minute < 10; minute++) {
            board.hear(EAST, HOST, NOON_MS + minute * MINUTE_MS, 1 + minute);
            assertThat(board.toWrite()).isEmpty();
        }
        assertThat(board.lastHeardMs(EAST, HOST)).hasValue(NOON_MS + 9 * MINUTE_MS);
        board.hear(EAST, HOST, NOON_MS + 10 * MINUTE_MS, 11);
        assertThat(board.toWrite()).containsExactly(heard(HOST, NOON_MS + 10 * MINUTE_MS, 11));
        assertThat(board.toWrite()).isEmpty();
    }

    @Test
    void keepsTheLaterOfWhatItHeardAndWhatAnotherInstanceWrote() {
        board.hear(EAST, HOST, NOON_MS, 9);
        board.take(heard(HOST, NOON_MS - MINUTE_MS, 8));
        assertThat(board.lastHeardMs(EAST, HOST)).hasValue(NOON_MS);
        assertThat(board.lastSequence(EAST, HOST)).isEqualTo(9);

        board.take(heard(HOST, NOON_MS + MINUTE_MS, 10));
        assertThat(board.lastHeardMs(EAST, HOST)).hasValue(NOON_MS + MINUTE_MS);
        assertThat(board.lastSequence(EAST, HOST)).isEqualTo(10);
    }

    @Test
    void keepsTheNumberOfWhatWasSignedThoughTheHostIsHeardOverHttp() {
        board.hear(EAST, HOST, NOON_MS, 9);
        board.hear(EAST, HOST, NOON_MS + 1, -1);

        assertThat(board.lastSequence(EAST, HOST)).isEqualTo(9);
    }

    @Test
    void knowsWhatTheTopicSaysOfTheLastReport() {
        HostRow.Report report = new HostRow.Report(new Position(0, 1, 2), OptionalLong.of(3), Optional.empty());
        board.take(new HostRowRecord(new HostRowKey(EAST, HOST, HostRow.Kind.REPORT), Optional.of(report)));
        assertThat(board.report(EAST, HOST)).contains(report);

        board.take(new HostRowRecord(new HostRowKey(EAST, HOST, HostRow.Kind.REPORT), Optional.empty()));
        assertThat(board.report(EAST, HOST)).isEmpty();
        assertThat(board.size()).isZero();
    }

    @Test
    void keepsNoMoreHostsThanItIsMadeForAndCountsTheRest() {
        for (int number = 1; number <= 5; number++) {
            board.hear(EAST, host(number), NOON_MS, number);
        }

        assertThat(board.size()).isEqualTo(3);
        assertThat(board.dropped()).isEqualTo(2);
        assertThat(board.toWrite()).hasSize(3);
        board.hear(EAST, host(1), NOON_MS + 1, 6);
        assertThat(board.lastHeardMs(EAST, host(1))).hasValue(NOON_MS + 1);
    }

    @Test
    void forgetsHostsThatAreGoneAndDeletesTheirRows() {
        board.hear(EAST, HOST, NOON_MS, 1);
        board.hear(EAST, host(2), NOON_MS, 1);
        board.toWrite();

        assertThat(board.forget((region, host) -> host.equals(HOST)))
                .containsExactly(new HostRowRecord(new HostRowKey(EAST, HOST, HostRow.Kind.HEARD), Optional.empty()));
        assertThat(board.lastHeardMs(EAST, HOST)).isEmpty();
        assertThat(board.lastHeardMs(EAST, host(2))).hasValue(NOON_MS);
    }

    @Test
    void forgetsWhatAnotherInstanceHasDeletedButNotWhatItHeardItself() {
        HostRowRecord gone = new HostRowRecord(new HostRowKey(EAST, HOST, HostRow.Kind.HEARD), Optional.empty());
        board.take(heard(HOST, NOON_MS, 8));
        board.take(gone);
        assertThat(board.size()).isZero();

        board.take(heard(HOST, NOON_MS, 8));
        board.hear(EAST, HOST, NOON_MS + MINUTE_MS, 9);
        board.take(gone);
        assertThat(board.lastHeardMs(EAST, HOST)).hasValue(NOON_MS + MINUTE_MS);
    }

    @Test
    void believesNoRowOfATimeToComeAndWritesOverIt() {
        board.take(heard(HOST, NOON_MS - HOUR_MS, 5));
        board.take(heard(HOST, NOON_MS + DAY_MS, 6));
        assertThat(board.lastHeardMs(EAST, HOST)).hasValue(NOON_MS - HOUR_MS);
        assertThat(board.lastSequence(EAST, HOST)).isEqualTo(6);

        board.hear(EAST, HOST, NOON_MS, 7);
        assertThat(board.toWrite()).containsExactly(heard(HOST, NOON_MS, 7));
        clockMs += DAY_MS;
        assertThat(board.lastHeardMs(EAST, HOST)).hasValue(NOON_MS);
    }

    @Test
    void takesNoNumberFromARowThatNoHostCanHaveSigned() {
        for (HostRow.Heard forged : new HostRow.Heard[] {
            new HostRow.Heard(NOON_MS, Long.MAX_VALUE),
            new HostRow.Heard(Long.MIN_VALUE, 0),
            new HostRow.Heard(NOON_MS, Long.MIN_VALUE),
            new HostRow.Heard(Long.MAX_VALUE, Long.MAX_VALUE)
        }) {
            board.take(heard(HOST, forged.heardMs(), forged.sequence()));
            assertThat(board.lastSequence(EAST, HOST)).isLessThan(NOON_MS);

            board.hear(EAST, HOST, NOON_MS, NOON_MS);
            assertThat(board.toWrite()).as("instead of %s", forged).containsExactly(heard(HOST, NOON_MS, NOON_MS));
            board.forget((region, host) -> true);
        }
    }

    @Test
    void forgetsWhatItHeardWhileItsClockWasAhead() {
        clockMs += DAY_MS;
        board.hear(EAST, HOST, clockMs, 1);
        board.hear(EAST, host(2), clockMs, 1);
        assertThat(board.toWrite()).hasSize(2);
        clockMs -= DAY_MS;
        assertThat(board.lastHeardMs(EAST, HOST)).isEmpty();

        board.forgetTimesAhead();
        board.hear(EAST, HOST, clockMs, 2);
        assertThat(board.toWrite()).containsExactly(heard(HOST, clockMs, 2));
        long heardMs = clockMs;
        clockMs += DAY_MS;
        assertThat(board.lastHeardMs(EAST, HOST)).hasValue(heardMs);
        assertThat(board.lastHeardMs(EAST, host(2))).isEmpty();
        assertThat(board.lastSequence(EAST, host(2))).isEqualTo(1);
    }

    @Test
    void takesWhatKafkasClockPutsAheadForHeardNow() {
        board.hear(EAST, HOST, clockMs + HOUR_MS, 1);

        assertThat(board.lastHeardMs(EAST, HOST)).hasValue(clockMs);
    }

    private static ProviderId host(int number) {
        return new ProviderId(new UUID(7, number));
    }

    private static HostRowRecord heard(ProviderId host, long ms, long sequence) {
        return new HostRowRecord(
                new HostRowKey(EAST, host, HostRow.Kind.HEARD), Optional.of(new HostRow.Heard(ms, sequence)));
    }
}
