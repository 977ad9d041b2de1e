package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pauses {@code berth up}, which is alone, right after it has acknowledged a claim. By the time it goes on its
 * transaction has timed out: its stores go back to the last commit, and what was acknowledged behind that is decided
 * again. Many rounds: {@code -Dberth.pause.rounds=40}.
 */
@EnabledIfSystemProperty(
        named = "faults",
        matches = "true",
        disabledReason = "takes half a minute; run with -Dfaults=true")
class PausedUpTest {
    private static final int ROUNDS = Integer.getInteger("berth.pause.rounds", 2);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration READ_ON = Duration.ofSeconds(3);

    private final long seed = Long.getLong("berth.seed", System.nanoTime() & 0xFFFFFF);
    private final SplittableRandom random = new SplittableRandom(seed);
    private final HttpClient client = HttpClient.newHttpClient();
    private final AcknowledgedClaims claims = new AcknowledgedClaims();

    @TempDir
    private Path dir;

    @Test
    void neverShowsLessThanItHadAcknowledgedBeforeItWasPaused() throws Exception {
        try (BerthProcess up = BerthProcess.start(dir.resolve("data"))) {
            claims.provide(up.url(), client);
            for (int round = 1; round <= ROUNDS; round++) {
                pauseAndRead(up, round);
            }
        }
    }

    private void pauseAndRead(BerthProcess up, int round) throws Exception {
        // Somewhere between two commits.
        for (int i = random.nextInt(20, 200); i > 0; i--) {
            claims.claim(up.url(), client);
        }
        up.pause();
        try (Readers readers = new Readers(claims, up.url())) {
            long pauseMs = random.nextLong(7_000, 12_000);
            TimeUnit.MILLISECONDS.sleep(pauseMs);
            up.resume();
            TimeUnit.MILLISECONDS.sleep(READ_ON.toMillis());
            Awaitility.await().atMost(TIMEOUT).until(() -> readers.served() > 0);
            readers.stop();
            System.err.printf("round %d: paused %d ms, then %s (-Dberth.seed=%d)%n", round, pauseMs, readers, seed);
            assertThat(readers.stale())
                    .as("round %d, -Dberth.seed=%d", round, seed)
                    .isEmpty();
        }
        // It takes claims again, too.
        Awaitility.await().atMost(TIMEOUT).until(() -> claims.claim(up.url(), client) == 204);
    }
}
