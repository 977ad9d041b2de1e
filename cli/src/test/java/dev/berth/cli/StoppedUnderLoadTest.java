package dev.berth.cli;

import static dev.berth.cli.Peers.PROVIDER;
import static dev.berth.cli.Peers.get;
import static dev.berth.cli.Peers.keeps;
import static dev.berth.cli.Peers.provide;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.service.Backbone;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stops one of two instances in order while clients claim through the one that has to pass everything on: each claim is
 * acknowledged, or answered with what may come of it, and no connection breaks.
 */
class StoppedUnderLoadTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int CLIENTS = 8;
    private static final int STOPPED_BY_SIGTERM = 143;

    @TempDir
    private Path dir;

    private final AtomicBoolean isOver = new AtomicBoolean();
    private Backbone backbone;
    private BerthProcess owner;
    private BerthProcess other;

    /** One claim, and what was said to it. */
    private record Claim(UUID consumer, int status, String body) {}

    @BeforeEach
    void start() throws Exception {
        backbone = Backbone.start(Optional.empty(), Optional.empty(), dir.resolve("log"), 0, 0, fault -> {});
        BerthProcess first = begin("berth-1");
        BerthProcess second = begin("berth-2");
        owner = first;
        other = second;
        first.awaitReady();
        second.awaitReady();
        Awaitility.await().atMost(TIMEOUT).until(() -> keeps(first) != keeps(second));
        owner = keeps(first) ? first : second;
        other = owner == first ? second : first;
        provide(other.url());
    }

    @AfterEach
    void stop() {
        owner.close();
        other.close();
        backbone.close();
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 12 s; run with -Dfaults=true")
    void answersWhatItHasPassedOnBeforeItStops() throws Exception {
        URI door = other.url();
        List<CompletableFuture<List<Claim>>> clients = claimThrough(door);

        CompletableFuture<List<Integer>> probes = probeUntilItIsGone(door);
        assertThat(other.stop()).isEqualTo(STOPPED_BY_SIGTERM);
        // Each client has ceased with the answer that told it so.
        List<Claim> claims = all(clients);

        assertThat(claims.stream().filter(claim -> claim.status() == 503))
                .as("one each")
                .hasSize(CLIENTS)
                .allSatisfy(claim -> assertThat(claim.body()).contains("This instance is being stopped."));
        assertThat(probes.join()).startsWith(200).endsWith(503);
        assertEachIsAsItWasTold(claims, owner.url());
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 20 s; run with -Dfaults=true")
    void answersWhatWasPassedOnToItBeforeItStops() throws Exception {
        URI door = other.url();
        List<CompletableFuture<List<Claim>>> clients = claimThrough(door);

        assertThat(owner.stop()).isEqualTo(STOPPED_BY_SIGTERM);
        Awaitility.await().atMost(TIMEOUT).until(() -> keeps(other));
        TimeUnit.MILLISECONDS.sleep(500);
        isOver.set(true);

        assertEachIsAsItWasTold(all(clients), door);
    }

    private void assertEachIsAsItWasTold(List<Claim> claims, URI survivor) throws Exception {
        int acknowledged = 0;
        int refused = 0;
        for (Claim claim : claims) {
            boolean stands =
                    get(survivor, "/allocations/" + claim.consumer()).body().contains(PROVIDER.toString());
            if (claim.status() == 204) {
                assertThat(stands).as("acknowledged").isTrue();
                acknowledged++;
            } else {
                assertThat(claim.status()).as(claim.body()).isEqualTo(503);
                assertThat(claim.body())
                        .containsAnyOf(
                                "berth.not_appended", "berth.perhaps_appended", "berth.appended", "berth.decided");
                if (claim.body().contains("berth.not_appended")) {
                    assertThat(stands).as(claim.body()).isFalse();
                    refused++;
                } else {
                    System.err.println(claim.body());
                }
            }
        }
        System.err.printf(
                "%d claims: %d acknowledged, %d not appended, %d of which nobody knows%n",
                claims.size(), acknowledged, refused, claims.size() - acknowledged - refused);
        assertThat(acknowledged).isGreaterThan(CLIENTS);
        assertThat(owner.log() + other.log()).doesNotContain("Client is closed", " failed\n");
    }

    /** Claims from several threads until it is over, or until an instance says that it stops. */
    private List<CompletableFuture<List<Claim>>> claimThrough(URI door) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        List<CompletableFuture<List<Claim>>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(CompletableFuture.supplyAsync(() -> claimUntilTold(door), threads));
        }
        threads.shutdown();
        TimeUnit.SECONDS.sleep(2);
        return clients;
    }

    private List<Claim> claimUntilTold(URI door) {
        List<Claim> claims = new ArrayList<>();
        try {
            while (!isOver.get()) {
                Claim claim = claim(door);
                claims.add(claim);
                boolean isDoorClosing = claim.status() == 503
                        && claim.body().contains("This instance is being stopped.")
                        && door.equals(other.url())
                        && !isReady(door);
                if (isDoorClosing) {
                    return claims;
                }
            }
        } catch (Exception broken) {
            throw new IllegalStateException(
                    "expected an answer to each claim but got none after " + claims.size() + " of them", broken);
        }
        return claims;
    }

    private CompletableFuture<List<Integer>> probeUntilItIsGone(URI door) throws InterruptedException {
        List<Integer> statuses = new ArrayList<>();
        CompletableFuture<List<Integer>> probes = CompletableFuture.supplyAsync(() -> {
            try {
                while (true) {
                    int status = get(door, "/readyz").statusCode();
                    synchronized (statuses) {
                        statuses.add(status);
                    }
                }
            } catch (Exception gone) {
                return statuses;
            }
        });
        Awaitility.await().atMost(TIMEOUT).until(() -> {
            synchronized (statuses) {
                return !statuses.isEmpty();
            }
        });
        return probes;
    }

    private static List<Claim> all(List<CompletableFuture<List<Claim>>> clients) {
        return clients.stream().flatMap(client -> client.join().stream()).toList();
    }

    private boolean isReady(URI service) throws Exception {
        return get(service, "/readyz").statusCode() == 200;
    }

    private Claim claim(URI service) throws Exception {
        UUID consumer = UUID.randomUUID();
        HttpResponse<String> answer = Peers.claim(service, consumer);
        return new Claim(consumer, answer.statusCode(), answer.body());
    }

    private BerthProcess begin(String instance) throws IOException {
        return Peers.begin(dir, backbone.kafka().bootstrapServers(), backbone.registryUrl(), instance, 1);
    }
}
