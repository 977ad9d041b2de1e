package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.service.Backbone;
import dev.berth.events.log.Partitions;
import dev.berth.events.model.Region;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody writes to the changelog of a running pair that a consumer is gone. The owner does not see that, the standby
 * does: an audit of the stores finds it there, and when the owner is killed the standby does not believe it.
 */
class PlantedTombstoneTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 2;
    private static final String CHANGELOG = "berth-projector-regions-changelog";
    private static final UUID PROVIDER = UUID.randomUUID();
    private static final int CLAIMS = 10;

    @TempDir
    private Path dir;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void isFoundBeforeATakeoverAndNotBelievedAtOne() throws Exception {
        try (Backbone backbone =
                        Backbone.start(Optional.empty(), Optional.empty(), dir.resolve("log"), 0, 0, fault -> {});
                BerthProcess first = begin(backbone, "berth-1");
                BerthProcess second = begin(backbone, "berth-2")) {
            first.awaitReady();
            second.awaitReady();
            Awaitility.await().atMost(PATIENCE).until(() -> keeps(first) != keeps(second));
            BerthProcess owner = keeps(first) ? first : second;
            BerthProcess survivor = owner == first ? second : first;
            String standby = survivor == first ? "berth-1" : "berth-2";
            provide(survivor.url());
            List<UUID> acknowledged = new ArrayList<>();
            for (int i = 0; i < CLAIMS; i++) {
                assertThat(claim(survivor.url(), acknowledged)).isEqualTo(204);
            }
            Run before = awaitAudit(backbone, survivor, 0);
            JsonNode copies =
                    new ObjectMapper().readTree(before.out()).path("stores").path("copies");
            assertThat(copies).as(before.out()).hasSize(2 * PARTITIONS);

            int partition = Partitions.of(Region.DEFAULT, PARTITIONS);
            plant(backbone, partition, acknowledged.get(0));

            Run found = awaitAudit(backbone, survivor, 3);
            for (JsonNode copy :
                    new ObjectMapper().readTree(found.out()).path("stores").path("copies")) {
                boolean isPlanted = copy.path("instance").asText().equals(standby)
                        && copy.path("partition").asInt() == partition;
                if (isPlanted) {
                    assertThat(copy.path("differences").toString())
                            .contains("region " + Region.DEFAULT.name(), "CONSUMERS");
                    assertThat(copy.path("role").asText()).isEqualTo("standby");
                } else {
                    assertThat(copy.path("differences")).as(found.out()).isEmpty();
                }
            }
            assertThat(audit(backbone, survivor).out())
                    .containsPattern("(?m)^store of " + standby + ", partition " + partition + ": region "
                            + Region.DEFAULT.name() + " .*CONSUMERS")
                    .doesNotContain("identical\n\n");
            assertThat(claim(survivor.url(), acknowledged))
                    .as("through the owner")
                    .isEqualTo(204);

            owner.kill();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(100, TimeUnit.MILLISECONDS)
                    .until(() -> claim(survivor.url(), acknowledged) == 204);
            assertThat(survivor.log())
                    .contains("is not what was committed last", "CONSUMERS", "were made again from the log");
            assertThat(acknowledged)
                    .hasSize(CLAIMS + 2)
                    .allSatisfy(consumer -> assertThat(get(survivor.url(), "/allocations/" + consumer)
                                    .body())
                            .contains(PROVIDER.toString()));
            assertThat(get(survivor.url(), "/resource_providers/" + PROVIDER + "/usages")
                            .body())
                    .contains("\"VCPU\":" + acknowledged.size());
            Run after = awaitAudit(backbone, survivor, 0);
            assertThat(new ObjectMapper()
                            .readTree(after.out())
                            .path("identical")
                            .asBoolean())
                    .isTrue();
        }
    }

    /** An instance that was killed is still named as a peer for as long as the group has not struck it off. */
    private static Run awaitAudit(Backbone backbone, BerthProcess asked, int status) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> audit(backbone, asked, "--json"), run -> run.status() == status);
    }

    private static Run audit(Backbone backbone, BerthProcess asked, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "audit",
                "verify",
                "--stores",
                "--url",
                asked.url().toString(),
                "--kafka",
                backbone.kafka().bootstrapServers(),
                "--registry",
                backbone.registryUrl()));
        arguments.addAll(List.of(more));
        return Run.of(arguments.toArray(String[]::new));
    }

    /** As the rows of consumers are named: region, a zero, the letter c, the id. */
    private static void plant(Backbone backbone, int partition, UUID consumer) throws Exception {
        byte[] region = Region.DEFAULT.name().getBytes(StandardCharsets.US_ASCII);
        byte[] key = ByteBuffer.allocate(region.length + 2 + 2 * Long.BYTES)
                .put(region)
                .put((byte) 0)
                .put((byte) 'c')
                .putLong(consumer.getMostSignificantBits())
                .putLong(consumer.getLeastSignificantBits())
                .array();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", backbone.kafka().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(CHANGELOG, partition, key, null)).get();
        }
    }

    private BerthProcess begin(Backbone backbone, String instance) throws IOException {
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
                Integer.toString(PARTITIONS),
                "--replicas",
                "1");
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
