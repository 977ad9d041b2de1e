package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills {@code berth up} while clients write with idempotency keys, starts it again, and has them send everything once
 * more: what was answered is answered the same, what was lost on its way is carried out once. The same moments again,
 * as far as a machine allows: {@code -Dberth.seed=N}.
 */
class SentAgainTest {
    private static final int CLIENTS = 8;
    private static final String SCARCE = "5a3d4c9e-4f0e-4b5a-8b0e-2f6f3d7c1a20";

    /** Less than all ask for, so that some are refused. */
    private static final int PLACES = 30;

    private final long seed = Long.getLong("berth.seed", System.nanoTime() & 0xFFFFFF);
    private final SplittableRandom random = new SplittableRandom(seed);
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    @TempDir
    private Path dir;

    /** One request with its key, and its first answer; empty if that was lost. */
    private record Sent(String key, String method, String path, String body, Optional<HttpResponse<String>> answer) {}

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "run with -Dfaults=true")
    void doesOnceWhatIsSentAgainAfterAKillAndAnswersItTheSame() throws Exception {
        Path data = dir.resolve("data");
        List<Sent> sent;
        try (BerthProcess up = BerthProcess.start(data)) {
            stock(up.url());
            sent = writeUntilKilled(up);
        }
        List<Sent> lost = sent.stream().filter(each -> each.answer().isEmpty()).toList();
        assertThat(lost).as("seed " + seed).isNotEmpty();
        assertThat(sent).as("seed " + seed).anyMatch(each -> each.answer().isPresent());
        try (BerthProcess up = BerthProcess.start(data)) {
            long decided = decided(up.url());
            for (Sent each : sent) {
                HttpResponse<String> again = send(up.url(), each);
                each.answer().ifPresent(first -> assertSame(each, first, again));
                HttpResponse<String> third = send(up.url(), each);
                assertSame(each, again, third);
            }
            assertThat(send(up.url(), new Sent(sent.get(0).key(), "PUT", "/traits/CUSTOM_OTHER", "", Optional.empty()))
                            .statusCode())
                    .isEqualTo(422);
            long claims = sent.stream()
                    .filter(each -> each.path().startsWith("/allocations"))
                    .count();
            assertThat(get(up.url(), "/resource_providers/" + SCARCE + "/usages")
                            .at("/usages/VCPU")
                            .asLong())
                    .as("seed " + seed)
                    .isEqualTo(Math.min(claims, PLACES));
            assertThat(get(up.url(), "/resource_providers").path("resource_providers"))
                    .as("seed " + seed)
                    .hasSize(1 + (int) (sent.size() - claims));
            long afterwards = decided(up.url());
            assertThat(afterwards).as("stock and one command a key").isEqualTo(3 + sent.size());
            System.err.printf(
                    "seed %d: %d sent, %d of them lost, %d of these in the log already%n",
                    seed, sent.size(), lost.size(), lost.size() - (afterwards - decided));
            checkLog(up);
        }
    }

    private void stock(URI url) throws Exception {
        String path = "/resource_providers/" + SCARCE;
        String make = "{\"name\": \"scarce\", \"uuid\": \"" + SCARCE + "\"}";
        String fill = "{\"resource_provider_generation\": 0, \"inventories\": {\"VCPU\": {\"total\": " + PLACES + "}}}";
        assertThat(send(url, new Sent("make", "POST", "/resource_providers", make, Optional.empty()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(url, new Sent("fill", "PUT", path + "/inventories", fill, Optional.empty()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(url, new Sent("trait", "PUT", "/traits/CUSTOM_SCARCE", "", Optional.empty()))
                        .statusCode())
                .isEqualTo(201);
    }

    private List<Sent> writeUntilKilled(BerthProcess up) throws Exception {
        URI url = up.url();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        List<CompletableFuture<List<Sent>>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            clients.add(CompletableFuture.supplyAsync(() -> writeUntilLost(url, client), threads));
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(300, 2_000));
        up.kill();
        List<Sent> all = new ArrayList<>();
        clients.forEach(each -> all.addAll(each.join()));
        threads.shutdown();
        return all;
    }

    /** Sends one after the other until an answer does not come. */
    private List<Sent> writeUntilLost(URI url, int client) {
        List<Sent> sent = new ArrayList<>();
        while (sent.isEmpty() || sent.get(sent.size() - 1).answer().isPresent()) {
            Sent next = write(client, sent.size());
            Optional<HttpResponse<String>> answer;
            try {
                answer = Optional.of(send(url, next));
            } catch (IOException cutOff) {
                answer = Optional.empty();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            sent.add(new Sent(next.key(), next.method(), next.path(), next.body(), answer));
        }
        return sent;
    }

    /** A claim of a new consumer, or now and then a provider whose id the service makes. */
    private static Sent write(int client, int number) {
        String key = "client-" + client + "/" + number;
        if (number % 5 == 4) {
            String body = "{\"name\": \"provider-" + client + "-" + number + "\"}";
            return new Sent(key, "POST", "/resource_providers", body, Optional.empty());
        }
        String consumer = "00000000-0000-4000-8000-%06d%06d".formatted(client, number);
        String body = "{\"allocations\": {\"" + SCARCE + "\": {\"resources\": {\"VCPU\": 1}}}, \"project_id\": \"p\","
                + " \"user_id\": \"u\", \"consumer_generation\": null, \"consumer_type\": \"INSTANCE\"}";
        return new Sent(key, "PUT", "/allocations/" + consumer, body, Optional.empty());
    }

    private static void assertSame(Sent sent, HttpResponse<String> first, HttpResponse<String> again) {
        assertThat(again.statusCode()).as(sent + " " + again.body()).isEqualTo(first.statusCode());
        assertThat(again.body().replaceAll("req-[0-9a-f-]+", ""))
                .as(sent.key())
                .isEqualTo(first.body().replaceAll("req-[0-9a-f-]+", ""));
        assertThat(again.headers().firstValue("x-berth-position"))
                .isEqualTo(first.headers().firstValue("x-berth-position"));
        // The port is another after a restart.
        assertThat(again.headers().firstValue("location").map(URI::create).map(URI::getPath))
                .isEqualTo(
                        first.headers().firstValue("location").map(URI::create).map(URI::getPath));
    }

    private HttpResponse<String> send(URI url, Sent sent) throws IOException, InterruptedException {
        return http.send(
                request(url, sent.path())
                        .header("idempotency-key", sent.key())
                        .header("content-type", "application/json")
                        .method(sent.method(), BodyPublishers.ofString(sent.body()))
                        .build(),
                BodyHandlers.ofString());
    }

    private JsonNode get(URI url, String path) throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(http.send(request(url, path).build(), BodyHandlers.ofString())
                        .body());
    }

    private static HttpRequest.Builder request(URI url, String path) {
        return HttpRequest.newBuilder(url.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39");
    }

    private long decided(URI url) throws IOException, InterruptedException {
        return get(url, "/audit/digest").path("decided").asLong();
    }

    private void checkLog(BerthProcess up) {
        Run audit = Run.auditVerify(up.url(), up.kafka(), up.registry());
        assertThat(audit.status())
                .as("seed " + seed + "\n" + audit.out() + audit.err())
                .isEqualTo(ExitCode.OK);
    }
}
