package dev.berth.api.auth.keystone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CallTurnsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<String> begun = new ArrayList<>();
    private final List<Promise<String>> calls = new ArrayList<>();

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private Future<String> call(CallTurns turns, boolean isUrgent, String name) {
        return turns.call(isUrgent, () -> {
            begun.add(name);
            Promise<String> answer = Promise.promise();
            calls.add(answer);
            return answer.future();
        });
    }

    @Test
    void hasUrgentCallsGoFirstAndTheOthersInTheirOrder() {
        CallTurns turns = new CallTurns(VERTX, 1, 10, LONG);
        call(turns, false, "a");
        call(turns, false, "b");
        call(turns, false, "c");
        call(turns, true, "d");
        assertThat(begun).containsExactly("a");

        for (int done = 0; done < 4; done++) {
            calls.get(done).complete("done");
        }

        assertThat(begun).containsExactly("a", "d", "b", "c");
    }

    @Test
    void goesOnAfterACallThatFailsOrThrows() {
        CallTurns turns = new CallTurns(VERTX, 1, 10, LONG);
        call(turns, false, "a");
        Future<String> thrown = turns.call(false, () -> {
            throw new IllegalStateException("closed");
        });
        Future<String> last = call(turns, false, "c");

        calls.get(0).fail("no answer");
        calls.get(1).complete("done");

        assertThat(thrown.cause()).hasMessage("closed");
        assertThat(last.result()).isEqualTo("done");
    }

    @Test
    void hasRoomForUrgentCallsWhereTheOthersHaveNone() {
        CallTurns turns = new CallTurns(VERTX, 1, 2, LONG);
        call(turns, false, "a");
        call(turns, false, "b");
        call(turns, false, "c");

        Future<String> tooMuch = call(turns, false, "d");
        Future<String> urgent = call(turns, true, "e");

        assertThat(isUnasked(tooMuch)).isTrue();
        assertThat(urgent.isComplete()).isFalse();
    }

    @Test
    void doesNotAskWhatHasWaitedTooLong() {
        CallTurns turns = new CallTurns(VERTX, 1, 10, Duration.ofMillis(50));
        call(turns, false, "a");
        Future<String> late = call(turns, false, "b");

        await().until(late::isComplete);
        calls.get(0).complete("done");

        assertThat(isUnasked(late)).isTrue();
        assertThat(begun).containsExactly("a");
        call(turns, false, "c");
        assertThat(begun).containsExactly("a", "c");
    }

    private static boolean isUnasked(Future<String> call) {
        return call.cause() instanceof KeystoneFailure failure && failure.isUnasked();
    }
}
