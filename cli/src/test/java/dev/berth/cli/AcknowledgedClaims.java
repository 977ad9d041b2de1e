package dev.berth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Claims of one VCPU each from one provider, and what was acknowledged of them. An answer that shows less than was
 * acknowledged when its request was sent is stale. Thread-safe.
 */
final class AcknowledgedClaims {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final UUID provider = UUID.randomUUID();
    private final AtomicReference<State> state = new AtomicReference<>(new State(0, List.of()));

    /**
     * @param latest the consumers that were acknowledged last
     */
    private record State(int count, List<UUID> latest) {
        private static final int KEPT = 3;

        State with(UUID consumer) {
            List<UUID> all = new ArrayList<>(latest);
            all.add(consumer);
            return new State(count + 1, List.copyOf(all.subList(Math.max(0, all.size() - KEPT), all.size())));
        }
    }

    /** Makes the provider that is claimed from. */
    void provide(URI service, HttpClient client) throws IOException, InterruptedException {
        send(
                client,
                request(service, "/resource_providers")
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(
                                "{\"name\": \"cn-" + provider + "\", \"uuid\": \"" + provider + "\"}")));
        send(
                client,
                request(service, "/resource_providers/" + provider + "/inventories")
                        .header("content-type", "application/json")
                        .PUT(BodyPublishers.ofString("{\"resource_provider_generation\": 0, \"inventories\":"
                                + " {\"VCPU\": {\"total\": 1000000}}}")));
    }

    /** Claims one more; the status. */
    int claim(URI service, HttpClient client, String... headers) throws IOException, InterruptedException {
        UUID consumer = UUID.randomUUID();
        int status = send(
                        client,
                        with(headers, request(service, "/allocations/" + consumer))
                                .header("content-type", "application/json")
                                .PUT(BodyPublishers.ofString("{\"allocations\": {\"" + provider
                                        + "\": {\"resources\": {\"VCPU\": 1}}}, \"consumer_generation\": null,"
                                        + " \"project_id\": \"p\", \"user_id\": \"u\"}")))
                .statusCode();
        if (status == 204) {
            state.updateAndGet(before -> before.with(consumer));
        }
        return status;
    }

    int count() {
        return state.get().count();
    }

    /** What came of a read: its status, the words of one that got 503, and what was stale about it, if anything. */
    record Read(int status, String refusal, String stale) {
        boolean isStale() {
            return !stale.isEmpty();
        }
    }

    /** Reads what is used of the provider, or what one of those has that were acknowledged last. */
    Read read(URI service, HttpClient client, int turn, String... headers) throws IOException, InterruptedException {
        State before = state.get();
        boolean isOfAll = turn % 2 == 0 || before.latest().isEmpty();
        UUID consumer =
                isOfAll ? null : before.latest().get(turn % before.latest().size());
        HttpRequest.Builder request =
                request(service, isOfAll ? "/resource_providers/" + provider + "/usages" : "/allocations/" + consumer);
        HttpResponse<String> answer = send(client, with(headers, request).GET());
        if (answer.statusCode() == 503) {
            return new Read(503, answer.body(), "");
        }
        JsonNode body = JSON.readTree(answer.body());
        boolean isFresh = isOfAll
                ? body.path("usages").path("VCPU").asInt() >= before.count()
                : body.path("allocations").has(provider.toString());
        return new Read(
                answer.statusCode(),
                "",
                isFresh ? "" : answer.statusCode() + " " + answer.body() + " after " + before.count() + " claims");
    }

    private static HttpRequest.Builder with(String[] headers, HttpRequest.Builder request) {
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(URI service, String path) {
        return HttpRequest.newBuilder(service.resolve(path))
                .timeout(TIMEOUT)
                .version(HttpClient.Version.HTTP_1_1)
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.30");
    }
}
