package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.service.Backbone;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pauses the instance that keeps a region until another has taken it over and has acknowledged claims, and reads from
 * it from the first moment after it goes on. Many rounds: {@code -Dberth.pause.rounds=40}.
 */
@EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 40 s; run with -Dfaults=true")
class PausedOwnerTest {
    private static final int ROUNDS = Integer.getInteger("berth.pause.rounds", 2);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration READ_ON = Duration.ofSeconds(4);
    private static final int SESSION_MS = 6_000;
    private static final String[] PASSED_ON = {"x-berth-forwarded-by", "a test"};

    private final long seed = Long.getLong("berth.seed", System.nanoTime() & 0xFFFFFF);
    private final SplittableRandom random = new SplittableRandom(seed);
    private final HttpClient client = HttpClient.newHttpClient();
    private final AcknowledgedClaims claims = new AcknowledgedClaims();

    @TempDir
    private Path dir;

    @Test
    void neverShowsLessThanWasAcknowledgedElsewhereWhileItWasPaused() throws Exception {
        try (Backbone backbone =
                        Backbone.start(Optional.empty(), Optional.empty(), dir.resolve("log"), 0, 0, fault -> {});
                BerthProcess first = begin(backbone, "berth-1");
                BerthProcess second = begin(backbone, "berth-2")) {
            first.awaitReady();
            second.awaitReady();
            for (int round = 1; round <= ROUNDS; round++) {
                await(() -> keeps(first) != keeps(second));
                BerthProcess owner = keeps(first) ? first : second;
                if (round == 1) {
                    claims.provide(owner.url(), client);
                }
                pauseAndRead(owner, owner == first ? second : first, round);
            }
        }
    }

    private void pauseAndRead(BerthProcess owner, BerthProcess survivor, int round) throws Exception {
        for (int i = 0; i < 20; i++) {
            claims.claim(owner.url(), client);
        }
        owner.pause();
        long pausedNs = System.nanoTime();
        int before = claims.count();
        // Often just long enough for the other to take over, which is when the two are closest.
        long pauseMs = random.nextLong(SESSION_MS + 1_000, SESSION_MS + 6_000);
        while (claims.count() < before + 5 || millisSince(pausedNs) < pauseMs) {
            claimHere(survivor);
        }
        try (Readers readers = new Readers(claims, owner.url())) {
            TimeUnit.MILLISECONDS.sleep(200);
            long tookMs = millisSince(pausedNs);
            int meanwhile = claims.count() - before;
            owner.resume();
            long resumedNs = System.nanoTime();
            while (millisSince(resumedNs) < READ_ON.toMillis()
                    || readers.served() == 0 && millisSince(resumedNs) < TIMEOUT.toMillis()) {
                claimHere(survivor);
            }
            readers.stop();
            System.err.printf(
                    "round %d: paused %d ms, %d claims meanwhile, then %s (-Dberth.seed=%d)%n",
                    round, tookMs, meanwhile, readers, seed);
            assertThat(readers.stale())
                    .as("round %d, -Dberth.seed=%d", round, seed)
                    .isEmpty();
            assertThat(readers.served()).isPositive();
        }
    }

    /** Claims from an instance that is not to pass it on, for nobody answers where it would be passed on to. */
    private void claimHere(BerthProcess survivor) throws Exception {
        if (claims.claim(survivor.url(), client, PASSED_ON) != 204) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Whether an instance serves the default region itself: then it takes a request that was passed on. */
    private boolean keeps(BerthProcess instance) {
        try {
            return claims.read(instance.url(), client, 0, PASSED_ON).status() != 503;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await().atMost(TIMEOUT).until(condition::getAsBoolean);
    }

    private static long millisSince(long ns) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - ns);
    }

    private BerthProcess begin(Backbone backbone, String instance) throws IOException {
        return Peers.begin(dir, backbone.kafka().bootstrapServers(), backbone.registryUrl(), instance, 1);
    }
}
