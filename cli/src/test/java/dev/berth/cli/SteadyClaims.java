package dev.berth.cli;

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
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Clients that claim one VCPU after the other, and send each claim again, with its key and to another instance, until
 * it is acknowledged. What is acknowledged is kept, with its moment. Thread-safe.
 */
final class SteadyClaims implements AutoCloseable {
    static final int CLIENTS = 4;
    private static final int RESERVED = 1_000_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(40);
    private static final Duration PAUSE = Duration.ofMillis(25);

    private static final List<String> FATES =
            List.of("berth.not_appended", "berth.perhaps_appended", "berth.appended", "berth.decided");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final UUID provider = UUID.randomUUID();
    private final List<URI> doors;
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> unexpected = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> setbacks = new TreeMap<>();
    private volatile boolean isOver;

    /**
     * @param sentNs when it was sent for the first time
     * @param answeredNs when it was acknowledged
     */
    record Acknowledged(UUID consumer, long sentNs, long answeredNs) {}

    /** @param doors the instances that are asked in turn */
    SteadyClaims(List<URI> doors) {
        this.doors = List.copyOf(doors);
    }

    /** Makes the provider that is claimed from, and begins. */
    void start() throws IOException, InterruptedException {
        post("/resource_providers", "POST", "{\"name\": \"cn1\", \"uuid\": \"" + provider + "\"}");
        post(
                "/resource_providers/" + provider + "/inventories",
                "PUT",
                "{\"resource_provider_generation\": 0, \"inventories\": {\"VCPU\": {\"total\": " + RESERVED + "}}}");
        for (int i = 0; i < CLIENTS; i++) {
            int door = i;
            Thread thread = new Thread(() -> claimOnAndOn(door), "claims-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void post(String path, String method, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                request(doors.get(0), path)
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("expected 200 but got " + answer.statusCode() + " " + answer.body());
        }
    }

    private void claimOnAndOn(int client) {
        try {
            for (int door = client; !isOver; door++) {
                claimUntilAcknowledged(door);
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Claims once more, first at one of the instances, and returns when that is acknowledged. */
    void claimUntilAcknowledged(int first) throws InterruptedException {
        UUID consumer = UUID.randomUUID();
        long sentNs = System.nanoTime();
        for (int door = first; ; door++) {
            try {
                HttpResponse<String> answer =
                        http.send(claim(doors.get(door % doors.size()), consumer), BodyHandlers.ofString());
                if (answer.statusCode() == 204) {
                    acknowledged.add(new Acknowledged(consumer, sentNs, System.nanoTime()));
                    return;
                }
                String fate = fate(answer.body());
                if (answer.statusCode() != 503 || fate.isEmpty()) {
                    unexpected.add(consumer + ": " + answer.statusCode() + " " + answer.body());
                    return;
                }
                count(fate);
            } catch (IOException lost) {
                count(lost.getClass().getSimpleName());
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
    }

    private HttpRequest claim(URI door, UUID consumer) {
        return request(door, "/allocations/" + consumer)
                .header("idempotency-key", "claim-" + consumer)
                .PUT(BodyPublishers.ofString("{\"allocations\": {\"" + provider
                        + "\": {\"resources\": {\"VCPU\": 1}}}, \"consumer_generation\": null,"
                        + " \"project_id\": \"p\", \"user_id\": \"u\"}"))
                .build();
    }

    private static String fate(String body) {
        return FATES.stream()
                .filter(code -> body.contains("\"" + code + "\""))
                .findFirst()
                .orElse("");
    }

    private void count(String setback) {
        synchronized (setbacks) {
            setbacks.merge(setback, 1, Integer::sum);
        }
    }

    /** What was answered or happened to claims that were not acknowledged, and how often, since it was asked last. */
    Map<String, Integer> setbacks() {
        synchronized (setbacks) {
            Map<String, Integer> since = new TreeMap<>(setbacks);
            setbacks.clear();
            return since;
        }
    }

    /** How many 503 told what may come of the claim, since {@link #setbacks} was asked last. */
    int refused() {
        synchronized (setbacks) {
            return setbacks.entrySet().stream()
                    .filter(each -> FATES.contains(each.getKey()))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }
    }

    int count() {
        return acknowledged.size();
    }

    /** How many of the claims were acknowledged that were sent after a moment. */
    long sentSince(long ns) {
        return acknowledged.stream().filter(claim -> claim.sentNs() - ns > 0).count();
    }

    /** The longest time since a moment in which nothing was acknowledged. */
    Duration gapSince(long ns) {
        long[] later = acknowledged.stream()
                .mapToLong(claim -> claim.answeredNs() - ns)
                .filter(after -> after > 0)
                .sorted()
                .toArray();
        long before = 0;
        long longest = 0;
        for (long after : later) {
            longest = Math.max(longest, after - before);
            before = after;
        }
        return Duration.ofNanos(longest);
    }

    /** Answers that were neither an acknowledgement nor a 503 that tells what may come of the claim. */
    List<String> unexpected() {
        return List.copyOf(unexpected);
    }

    /** Lets every client have its last claim acknowledged, and ends. */
    void finish() throws InterruptedException {
        isOver = true;
        for (Thread thread : threads) {
            thread.join(TIMEOUT.toMillis());
            if (thread.isAlive()) {
                throw new IllegalStateException("expected the last claims to be acknowledged within " + TIMEOUT);
            }
        }
    }

    /** Those of the acknowledged claims that an instance does not show. */
    List<UUID> missing(URI door) throws IOException, InterruptedException {
        List<UUID> missing = new ArrayList<>();
        for (Acknowledged claim : acknowledged) {
            if (!get(door, "/allocations/" + claim.consumer()).contains(provider.toString())) {
                missing.add(claim.consumer());
            }
        }
        return missing;
    }

    /** What the provider says is used of it, as JSON. */
    String usages(URI door) throws IOException, InterruptedException {
        return get(door, "/resource_providers/" + provider + "/usages");
    }

    private String get(URI door, String path) throws IOException, InterruptedException {
        return http.send(request(door, path).build(), BodyHandlers.ofString()).body();
    }

    private static HttpRequest.Builder request(URI door, String path) {
        return HttpRequest.newBuilder(door.resolve(path))
                .timeout(TIMEOUT)
                .header("x-auth-token", "admin")
                .header("content-type", "application/json")
                .header("openstack-api-version", "placement 1.30");
    }

    @Override
    public void close() {
        isOver = true;
        threads.forEach(Thread::interrupt);
    }
}
