package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.service.Backbone;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
import org.junit.jupiter.api.io.TempDir;

/** Kills the instance that keeps a region, and goes on through the one that stood by. */
class KilledOwnerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final UUID PROVIDER = UUID.randomUUID();
    private static final int CLAIMS = 20;

    /** For how long it is watched that a region stays; a group takes a second or two to settle. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    @TempDir
    private Path dir;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void goesOnWithEveryAcknowledgedClaimWhereTheOwnerIsKilled() throws Exception {
        try (Backbone backbone =
                        Backbone.start(Optional.empty(), Optional.empty(), dir.resolve("log"), 0, 0, fault -> {});
                BerthProcess first = begin(backbone, "berth-1");
                BerthProcess second = begin(backbone, "berth-2")) {
            first.awaitReady();
            second.awaitReady();
            Awaitility.await().atMost(PATIENCE).until(() -> keeps(first) != keeps(second));
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
                    .atMost(PATIENCE)
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
    void leavesTheRegionWithTheWarmCopyWhereTheOwnerComesBackWithoutItsStores() throws Exception {
        try (Backbone backbone =
                        Backbone.start(Optional.empty(), Optional.empty(), dir.resolve("log"), 0, 0, fault -> {});
                BerthProcess first = begin(backbone, "berth-1");
                BerthProcess second = begin(backbone, "berth-2")) {
            first.awaitReady();
            second.awaitReady();
            Awaitility.await().atMost(PATIENCE).until(() -> keeps(first) != keeps(second));
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
                        .atMost(PATIENCE)
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

    private BerthProcess begin(Backbone backbone, String instance) throws IOException {
        // A copy that lacks more than a few rows counts as cold: a test has no time to make ten thousand.
        Path settings = Files.writeString(dir.resolve("client.properties"), "acceptable.recovery.lag=50");
        String port = Integer.toString(freePort());
        return BerthProcess.begin(
                dir.resolve(instance),
                "serve",
                "--kafka",
                backbone.kafka().bootstrapServers(),
                "--registry",
                backbone.registryUrl(),
                "--instance",
                instance,
                "--port",
                port,
                "--advertise",
                "127.0.0.1:" + port,
                "--standbys",
                "1",
                "--partitions",
                "2",
                "--replicas",
                "1",
                "--client-config",
                settings.toString());
    }

    /** Whether an instance serves the default region itself: then it takes a request that was passed on. */
    private boolean keeps(BerthProcess instance) throws Exception {
        HttpRequest passedOn = request(instance.url(), "/resource_providers")
                .header("x-berth-forwarded-by", "a test")
                .build();
        return client.send(passedOn, BodyHandlers.discarding()).statusCode() == 200;
    }

    private void provide(URI service) throws Exception {
        send(request(service, "/resource_providers")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\": \"cn1\", \"uuid\": \"" + PROVIDER + "\"}")));
        send(request(service, "/resource_providers/" + PROVIDER + "/inventories")
                .header("content-type", "application/json")
                .PUT(BodyPublishers.ofString(
                        "{\"resource_provider_generation\": 0, \"inventories\": {\"VCPU\": {\"total\": 1000}}}")));
    }

    /** Claims a VCPU, and notes the consumer if that is acknowledged; the status. */
    private int claim(URI service, List<UUID> acknowledged) throws Exception {
        UUID consumer = UUID.randomUUID();
        int status = send(request(service, "/allocations/" + consumer)
                        .header("content-type", "application/json")
                        .PUT(BodyPublishers.ofString("{\"allocations\": {\"" + PROVIDER
                                + "\": {\"resources\": {\"VCPU\": 1}}}, \"consumer_generation\": null,"
                                + " \"project_id\": \"p\", \"user_id\": \"u\"}")))
                .statusCode();
        if (status == 204) {
            acknowledged.add(consumer);
        }
        return status;
    }

    private HttpResponse<String> get(URI service, String path) throws Exception {
        return send(request(service, path).GET());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(URI service, String path) {
        return HttpRequest.newBuilder(service.resolve(path))
                .timeout(PATIENCE)
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.30");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
