package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.service.Backbone;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Watches services that are killed, and goes on where they are started again, or at another instance. */
@EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 40 s; run with -Dfaults=true")
class KilledWatchTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ASKED = 60;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path dir;

    @Test
    void leavesNothingOutAndShowsNothingTwiceOverAKill() throws Exception {
        Path data = dir.resolve("data");
        String[] command = {
            "up", "--port", port(), "--kafka-port", port(), "--registry-port", port(),
        };
        BerthProcess up = BerthProcess.begin(data, command).awaitReady();
        try {
            URI url = up.url();
            CompletableFuture<Run> watch = CompletableFuture.supplyAsync(() -> Run.of(
                    "watch",
                    "--url",
                    url.toString(),
                    "--from",
                    "0",
                    "--limit",
                    Integer.toString(ASKED),
                    "--kind",
                    "CREATE_TRAIT"));
            for (int i = 0; i < ASKED / 2; i++) {
                create(url, i);
            }
            awaitWatch(url);
            BerthProcess killed = up;
            CompletableFuture<Void> kill = CompletableFuture.runAsync(
                    () -> kill(killed), CompletableFuture.delayedExecutor(40, TimeUnit.MILLISECONDS));
            int next = createUntilKilled(url, ASKED / 2);
            kill.join();
            up = BerthProcess.begin(data, command).awaitReady();
            for (int i = next; i < ASKED; i++) {
                create(url, i);
            }
            Run watched = watch.get(2, TimeUnit.MINUTES);
            assertThat(watched.status()).as(watched.err()).isEqualTo(ExitCode.OK);
            Run log = Run.of(
                    "log",
                    "grep",
                    "--kafka",
                    up.kafka(),
                    "--registry",
                    up.registry(),
                    "--region",
                    "default",
                    "--kind",
                    "CREATE_TRAIT",
                    "--limit",
                    Integer.toString(ASKED));
            assertThat(watched.out())
                    .as("each event is the record with its decision")
                    .isEqualTo(log.out());
            assertThat(offsets(watched)).hasSize(ASKED).doesNotHaveDuplicates().isSorted();
        } finally {
            up.close();
        }
    }

    @Test
    void showsTheSameAtEveryInstanceAndGoesOnAtAnother() throws Exception {
        Path kafkaDir = Files.createDirectory(dir.resolve("kafka"));
        try (Backbone backbone = Backbone.start(Optional.empty(), Optional.empty(), kafkaDir, 0, 0, fault -> {})) {
            String kafka = backbone.kafka().bootstrapServers();
            BerthProcess first = Peers.begin(dir, kafka, backbone.registryUrl(), "first", 1);
            BerthProcess second = Peers.begin(dir, kafka, backbone.registryUrl(), "second", 1);
            try {
                first.awaitReady();
                second.awaitReady();
                for (int i = 0; i < ASKED; i++) {
                    create(i % 2 == 0 ? first.url() : second.url(), i);
                }
                Run all = watch(first.url(), ASKED, "--from", "0");
                assertThat(all.status()).as(all.err()).isEqualTo(ExitCode.OK);
                assertThat(watch(second.url(), ASKED, "--from", "0").out()).isEqualTo(all.out());
                List<String> lines = all.out().lines().toList();
                JsonNode read = JSON.readTree(lines.get(ASKED / 3));
                String id = read.path("partition").asInt() + "@"
                        + read.path("offset").asLong();
                first.kill();
                Run rest = watch(second.url(), ASKED - ASKED / 3 - 1, "--after", id);
                assertThat(rest.out().lines().toList()).isEqualTo(lines.subList(ASKED / 3 + 1, ASKED));
            } finally {
                first.close();
                second.close();
            }
        }
    }

    private static Run watch(URI url, int limit, String... from) {
        return Run.of(Stream.concat(
                        Stream.of(
                                "watch",
                                "--url",
                                url.toString(),
                                "--limit",
                                Integer.toString(limit),
                                "--kind",
                                "CREATE_TRAIT"),
                        Stream.of(from))
                .toArray(String[]::new));
    }

    private static List<Long> offsets(Run watched) throws IOException {
        List<Long> offsets = new ArrayList<>();
        for (String line : watched.out().split("\n")) {
            JsonNode event = JSON.readTree(line);
            offsets.add(event.path("offset").asLong());
        }
        return offsets;
    }

    private void create(URI url, int number) throws Exception {
        assertThat(put(url, number)).isBetween(200, 299);
    }

    /** The first that was not acknowledged; it may have been appended all the same. */
    private int createUntilKilled(URI url, int first) throws InterruptedException {
        for (int i = first; i < ASKED; i++) {
            try {
                if (put(url, i) >= 300) {
                    return i;
                }
            } catch (IOException killed) {
                return i;
            }
        }
        return ASKED;
    }

    private int put(URI url, int number) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/traits/CUSTOM_" + number))
                .timeout(Duration.ofSeconds(60))
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39")
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** Nobody who cannot reach a service from the first waits for it. */
    private void awaitWatch(URI url) throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        HttpRequest metrics =
                HttpRequest.newBuilder(url.resolve("/metrics")).GET().build();
        while (!client.send(metrics, HttpResponse.BodyHandlers.ofString())
                .body()
                .contains("berth_watches 1.0")) {
            assertThat(System.nanoTime()).isLessThan(untilNs);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static void kill(BerthProcess up) {
        try {
            up.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String port() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
