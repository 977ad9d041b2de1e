package dev.berth.cli;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Instances that share a log of two partitions and stand by for each other, and what tests ask of them over HTTP. */
final class Peers {
    static final int PARTITIONS = 2;

    /** The provider that is claimed of. */
    static final UUID PROVIDER = UUID.randomUUID();

    /** Without an upgrade to HTTP/2, so that what becomes of a connection is seen. */
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Peers() {}

    /** Starts an instance, whose data lies in a directory of its own in the given one. */
    static BerthProcess begin(Path dir, String kafka, String registry, String name, int replicas, String... more)
            throws IOException {
        return begin(dir, kafka, registry, name, freePort(), replicas, more);
    }

    /** The same at a port that it had before. */
    static BerthProcess begin(
            Path dir, String kafka, String registry, String name, int atPort, int replicas, String... more)
            throws IOException {
        return BerthProcess.begin(dir.resolve(name), arguments(kafka, registry, name, atPort, replicas, more));
    }

    /** What an instance is begun with. */
    static String[] arguments(String kafka, String registry, String name, int atPort, int replicas, String... more) {
        String port = Integer.toString(atPort);
        Stream<String> usual = Stream.of(
                "serve",
                "--kafka",
                kafka,
                "--registry",
                registry,
                "--instance",
                name,
                "--port",
                port,
                "--advertise",
                "127.0.0.1:" + port,
                "--regions",
                "*",
                "--standbys",
                "1",
                "--partitions",
                Integer.toString(PARTITIONS),
                "--replicas",
                Integer.toString(replicas));
        return Stream.concat(usual, Stream.of(more)).toArray(String[]::new);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Whether an instance serves the default region itself: then it takes a request that was passed on. */
    static boolean keeps(BerthProcess instance) throws IOException, InterruptedException {
        HttpRequest passedOn = request(instance.url(), "/resource_providers")
                .header("x-berth-forwarded-by", "a test")
                .build();
        return CLIENT.send(passedOn, BodyHandlers.discarding()).statusCode() == 200;
    }

    /** Whether an instance answers from a copy of its own what may be two seconds old. */
    static boolean answeredByACopy(URI service, String name) throws IOException, InterruptedException {
        HttpRequest old = request(service, "/resource_providers")
                .header("x-berth-max-staleness", "2s")
                .build();
        HttpResponse<Void> answer = CLIENT.send(old, BodyHandlers.discarding());
        return answer.statusCode() == 200
                && answer.headers().firstValue("x-berth-answered-by").equals(Optional.of(name));
    }

    /** Makes the provider, with more VCPUs than a test can claim. */
    static void provide(URI service) throws IOException, InterruptedException {
        send(json(service, "/resource_providers")
                .POST(BodyPublishers.ofString("{\"name\": \"cn1\", \"uuid\": \"" + PROVIDER + "\"}")));
        send(json(service, "/resource_providers/" + PROVIDER + "/inventories")
                .PUT(BodyPublishers.ofString(
                        "{\"resource_provider_generation\": 0, \"inventories\": {\"VCPU\": {\"total\": 1000000}}}")));
    }

    /** Claims a VCPU. */
    static HttpResponse<String> claim(URI service, UUID consumer) throws IOException, InterruptedException {
        return send(json(service, "/allocations/" + consumer)
                .PUT(BodyPublishers.ofString("{\"allocations\": {\"" + PROVIDER
                        + "\": {\"resources\": {\"VCPU\": 1}}}, \"consumer_generation\": null,"
                        + " \"project_id\": \"p\", \"user_id\": \"u\"}")));
    }

    /** Claims a VCPU, and notes the consumer if that is acknowledged; the status. */
    static int claim(URI service, List<UUID> acknowledged) throws IOException, InterruptedException {
        UUID consumer = UUID.randomUUID();
        int status = claim(service, consumer).statusCode();
        if (status == 204) {
            acknowledged.add(consumer);
        }
        return status;
    }

    static HttpResponse<String> get(URI service, String path) throws IOException, InterruptedException {
        return send(request(service, path).GET());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder json(URI service, String path) {
        return request(service, path).header("content-type", "application/json");
    }

    private static HttpRequest.Builder request(URI service, String path) {
        return HttpRequest.newBuilder(service.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.30");
    }
}
