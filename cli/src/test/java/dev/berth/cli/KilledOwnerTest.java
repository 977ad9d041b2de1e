package dev.berth.cli;

import static dev.berth.cli.Peers.PROVIDER;
import static dev.berth.cli.Peers.claim;
import static dev.berth.cli.Peers.get;
import static dev.berth.cli.Peers.keeps;
import static dev.berth.cli.Peers.provide;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.service.Backbone;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Kills the instance that keeps a region, and goes on through the one that stood by. */
class KilledOwnerTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int CLAIMS = 20;

    /**
     * For as long a session of Kafka's lasts, and a transaction, where neither is to be what a takeover waits for. A
     * takeover is to be over long before, on a machine that is busy too.
     */
    private static final int LONG_MS = 60_000;

    private static final Duration LONG_BEFORE = Duration.ofMillis(LONG_MS / 2);

    /** For how long it is watched that a region stays; a group takes a second or two to settle. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    @TempDir
    private Path dir;

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 24 s; run with -Dfaults=true")
    void goesOnWithEveryAcknowledgedClaimWhereTheOwnerIsKilled() throws Exception {
        try (Backbone backbone =
                        Backbone.start(Optional.empty(), Optional.empty(), dir.resolve("log"), 0, 0, fault -> {});
                BerthProcess first = begin(backbone, "berth-1");
                BerthProcess second = begin(backbone, "berth-2")) {
            first.awaitReady();
            second.awaitReady();
            Awaitility.await().atMost(TIMEOUT).until(() -> keeps(first) != keeps(second));
            BerthProcess owner = keeps(first) ? first : second;
            URI survivor = (owner == first ? second : first).url();

            provide(survivor);
            List<UUID> acknowledged = new ArrayList<>();
            for (int i = 0; i < CLAIMS; i++) {
                claim(survivor, acknowledged);
            }
            assertThat(acknowledged).hasSize(CLAIMS);

            owner.kill();
            long killedNs = System.nanoTime();
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .pollInterval(100, TimeUnit.MILLISECONDS)
                    .until(() -> claim(survivor, acknowledged) == 204);
            System.err.printf(
                    "the first claim after the kill was acknowledged after %.1f s%n",
                    (System.nanoTime() - killedNs) / 1e9);

            assertThat(acknowledged)
                    .hasSize(CLAIMS + 1)
                    .allSatisfy(consumer -> assertThat(
                                    get(survivor, "/allocations/" + consumer).body())
                            .contains(PROVIDER.toString()));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "run with -Dfaults=true")
    void waitsNeitherForTheSessionNorForTheTransactionOfAnOwnerThatIsKilled() throws Exception {
        try (Backbone backbone =
                        Backbone.start(Optional.empty(), Optional.empty(), dir.resolve("log"), 0, 0, fault -> {});
                BerthProcess first = beginWithLongTimeouts(backbone, "berth-1");
                BerthProcess second = beginWithLongTimeouts(backbone, "berth-2")) {
            first.awaitReady();
            second.awaitReady();
            Awaitility.await().atMost(TIMEOUT).until(() -> keeps(first) != keeps(second));
            BerthProcess owner = keeps(first) ? first : second;
            BerthProcess survivor = owner == first ? second : first;
            provide(survivor.url());
            List<UUID> acknowledged = new ArrayList<>();
            for (int i = 0; i < CLAIMS; i++) {
                claim(survivor.url(), acknowledged);
            }

            owner.kill();
            long killedNs = System.nanoTime();
            Awaitility.await()
                    .atMost(LONG_BEFORE)
                    .pollInterval(20, TimeUnit.MILLISECONDS)
                    .until(() -> claim(survivor.url(), acknowledged) == 204);
            System.err.printf(
                    "the first claim after the kill was acknowledged after %.1f s%n",
                    (System.nanoTime() - killedNs) / 1e9);
            assertThat(survivor.log()).contains("Nobody listens at").contains("taken out of the group");
            assertThat(acknowledged)
                    .hasSize(CLAIMS + 1)
                    .allSatisfy(consumer -> assertThat(get(survivor.url(), "/allocations/" + consumer)
                                    .body())
                            .contains(PROVIDER.toString()));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 15 s; run with -Dfaults=true")
    void leavesTheRegionWithTheWarmCopyWhereTheOwnerComesBackWithoutItsStores() throws Exception {
        try (Backbone backbone =
                        Backbone.start(Optional.empty(), Optional.empty(), dir.resolve("log"), 0, 0, fault -> {});
                BerthProcess first = begin(backbone, "berth-1");
                BerthProcess second = begin(backbone, "berth-2")) {
            first.awaitReady();
            second.awaitReady();
            Awaitility.await().atMost(TIMEOUT).until(() -> keeps(first) != keeps(second));
            String owner = keeps(first) ? "berth-1" : "berth-2";
            BerthProcess warm = keeps(first) ? second : first;
            provide(warm.url());
            List<UUID> acknowledged = new ArrayList<>();
            // Each leaves two rows of its own, so that a copy without any lacks more than may be lacking.
            for (int i = 0; i < 100; i++) {
                claim(warm.url(), acknowledged);
            }

            (warm == first ? second : first).kill();
            long killedNs = System.nanoTime();
            Utils.delete(dir.resolve(owner).toFile());
            try (BerthProcess cold = begin(backbone, owner)) {
                Awaitility.await()
                        .atMost(TIMEOUT)
                        .pollInterval(100, TimeUnit.MILLISECONDS)
                        .until(() -> claim(warm.url(), acknowledged) == 204);
                System.err.printf(
                        "the first claim after the kill was acknowledged after %.1f s%n",
                        (System.nanoTime() - killedNs) / 1e9);
                cold.awaitReady();
                long settledNs = System.nanoTime() + SETTLED.toNanos();
                while (System.nanoTime() < settledNs) {
                    assertThat(keeps(warm)).isTrue();
                    assertThat(keeps(cold)).isFalse();
                    assertThat(claim(cold.url(), acknowledged)).isEqualTo(204);
                }
            }
        }
    }

    private BerthProcess beginWithLongTimeouts(Backbone backbone, String instance) throws IOException {
        Path settings = Files.writeString(
                dir.resolve("long.properties"),
                "main.consumer.session.timeout.ms=" + LONG_MS + "\nproducer.transaction.timeout.ms=" + LONG_MS);
        return Peers.begin(
                dir,
                backbone.kafka().bootstrapServers(),
                backbone.registryUrl(),
                instance,
                1,
                "--client-config",
                settings.toString());
    }

    private BerthProcess begin(Backbone backbone, String instance) throws IOException {
        // A copy that lacks more than a few rows counts as cold: a test has no time to make ten thousand.
        Path settings = Files.writeString(dir.resolve("client.properties"), "acceptable.recovery.lag=50");
        return Peers.begin(
                dir,
                backbone.kafka().bootstrapServers(),
                backbone.registryUrl(),
                instance,
                1,
                "--client-config",
                settings.toString());
    }
}
