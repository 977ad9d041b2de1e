package dev.berth.cli.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallRetryTest {
    private final CallRetry retry = new CallRetry();
    private long nowNs = Long.MAX_VALUE - 1;

    private static Optional<PlacementAnswer> answer(int status, String code) {
        return Optional.of(new PlacementAnswer(
                "GET /",
                status,
                ("{\"errors\": [{\"code\": \"" + code + "\"}]}").getBytes(StandardCharsets.UTF_8),
                false));
    }

    /** The pauses, until what comes back stands. */
    private List<Long> pauses(Optional<PlacementAnswer> answer) {
        List<Long> pauses = new ArrayList<>();
        for (OptionalLong pause = retry.pauseMs(answer, nowNs);
                pause.isPresent();
                pause = retry.pauseMs(answer, nowNs)) {
            pauses.add(pause.getAsLong());
            nowNs += TimeUnit.MILLISECONDS.toNanos(pause.getAsLong());
        }
        return pauses;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "berth.not_served",
                "berth.not_appended",
                "berth.overloaded",
                "berth.perhaps_appended",
                "berth.appended",
                "berth.decided"
            })
    void asksABerthThatCannotAnswerNowForTwoMinutes(String code) {
        List<Long> pauses = pauses(answer(503, code));
        assertThat(pauses).startsWith(100L, 200L, 400L, 800L, 1_000L, 1_000L).endsWith(1_000L);
        assertThat(pauses.stream().mapToLong(pause -> pause).sum())
                .isBetween(CallRetry.PATIENCE.toMillis(), CallRetry.PATIENCE.toMillis() + 1_000);
    }

    @Test
    void triesFourTimesWhereAFaultOrNothingComesBack() {
        assertThat(pauses(answer(500, "placement.undefined_code"))).containsExactly(250L, 1_000L, 4_000L);
    }

    @Test
    void triesFourTimesWhereNothingComesBack() {
        assertThat(pauses(Optional.empty())).containsExactly(250L, 1_000L, 4_000L);
    }

    @Test
    void isNotPatientWhereSomebodyHasToMakeRoomFirst() {
        assertThat(pauses(answer(503, "berth.no_room"))).hasSize(CallRetry.TRIES - 1);
    }

    @Test
    void takesAnyOtherAnswerAsItIs() {
        assertThat(pauses(answer(200, ""))).isEmpty();
        assertThat(pauses(answer(409, "berth.not_appended"))).isEmpty();
    }
}
