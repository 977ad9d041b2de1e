package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.auditor.AuditReport;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.embedded.EmbeddedRegistry;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.Partitions;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Trait;
import dev.berth.simulator.fleet.LargeHosts;
import dev.berth.simulator.fleet.PlacementOperator;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.terminal.ExitCode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The default region moves from one Kafka to another under claims; a region of its partition stays. */
class MovedRegionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LATE = "CUSTOM_LATE";

    @TempDir
    private Path dir;

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 32 s; run with -Dfaults=true")
    void goesOnInAnotherLogWithAllThatWasAcknowledgedAndIsRefusedInTheOldOne() throws Exception {
        List<UUID> acknowledged = Collections.synchronizedList(new ArrayList<>());
        Region neighbour = IntStream.range(0, 1_000)
                .mapToObj(i -> new Region("west" + i))
                .filter(region ->
                        Partitions.of(region, Peers.PARTITIONS) == Partitions.of(Region.DEFAULT, Peers.PARTITIONS))
                .findFirst()
                .orElseThrow();
        Path checkpoint = dir.resolve("default.checkpoint");
        try (EmbeddedKafka oldKafka = EmbeddedKafka.start(dir.resolve("old-kafka"));
                EmbeddedRegistry oldRegistry = EmbeddedRegistry.start(oldKafka.bootstrapServers());
                EmbeddedKafka newKafka = EmbeddedKafka.start(dir.resolve("new-kafka"));
                EmbeddedRegistry newRegistry = EmbeddedRegistry.start(newKafka.bootstrapServers());
                BerthProcess before = serve(oldKafka, oldRegistry, "before").awaitReady()) {
            String[] old = {"--kafka", oldKafka.bootstrapServers(), "--registry", oldRegistry.url()};
            // A machine that is busy may answer 503 at first.
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                Peers.provide(before.url());
                return Peers.get(before.url(), "/resource_providers/" + Peers.PROVIDER + "/usages")
                        .body()
                        .contains("VCPU");
            });
            assertThat(move(old, newKafka, newRegistry, checkpoint).err())
                    .contains("is not closed", "berth region close");

            HttpResponse<String> refused = claimUntilClosed(before, acknowledged, old);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("was closed at", "another log", "berth.not_appended");
            assertThat(refused.headers().firstValue("retry-after")).isPresent();
            append(oldKafka, oldRegistry, LATE);
            publish(before, neighbour);
            JsonNode digest = digest(before.url());

            Run moved = move(old, newKafka, newRegistry, checkpoint);
            assertThat(moved.status()).as(moved.all()).isEqualTo(ExitCode.OK);
            assertThat(moved.out())
                    .contains("goes on at", "behind the end, goes on as")
                    .contains("digest " + digest.at("/digest/whole").asText());
            long inOldLog = used(before.url());
            assertThat(inOldLog).isGreaterThanOrEqualTo(acknowledged.size());
            // Beside the late one these are claims that were under way, and that nobody acknowledged.
            long carried = moved.out()
                            .lines()
                            .filter(line -> line.contains("goes on as"))
                            .count()
                    - 1;

            try (BerthProcess after = serve(newKafka, newRegistry, "after", "--checkpoint", checkpoint.toString())
                    .awaitReady()) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(Peers.get(after.url(), "/traits/" + LATE)
                                        .statusCode())
                                .as("what stood behind the end is decided in the new log")
                                .isEqualTo(204));
                assertThat(acknowledged).hasSizeGreaterThan(10);
                for (UUID consumer : acknowledged) {
                    assertThat(Peers.get(after.url(), "/allocations/" + consumer)
                                    .body())
                            .as("acknowledged before the move")
                            .contains(Peers.PROVIDER.toString());
                }
                assertThat(used(after.url())).isEqualTo(inOldLog + carried);
                assertThat(Peers.claim(after.url(), UUID.randomUUID()).statusCode())
                        .isEqualTo(204);
                assertThat(audit(newKafka, newRegistry, "--checkpoint", checkpoint.toString()))
                        .isEqualTo(AuditReport.EXIT_IDENTICAL);
            }
            try (BerthProcess again = serve(newKafka, newRegistry, "after").awaitReady()) {
                assertThat(used(again.url()))
                        .as("started again, without the checkpoint")
                        .isEqualTo(inOldLog + carried + 1);
            }

            assertThat(Peers.claim(before.url(), UUID.randomUUID()).statusCode())
                    .isEqualTo(503);
            HttpResponse<String> ready = Peers.get(before.url(), "/readyz");
            assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
            assertThat(JSON.readTree(ready.body()).at("/not_served/0/state").asText())
                    .isEqualTo("closed");
            assertThat(digest(before.url()))
                    .as("nothing more came to be in the old log")
                    .isEqualTo(digest);
            publish(before, neighbour);
            assertThat(audit(oldKafka, oldRegistry)).isEqualTo(AuditReport.EXIT_STOPPED);
            assertThat(move(old, newKafka, newRegistry, dir.resolve("again.checkpoint"))
                            .err())
                    .as("a second move")
                    .contains("it is no new log");
            assertThat(skip(digest, old).err()).contains("both logs decide it", "--reopen");
        }
    }

    private BerthProcess serve(EmbeddedKafka kafka, EmbeddedRegistry registry, String name, String... more)
            throws Exception {
        return Peers.begin(dir, kafka.bootstrapServers(), registry.url(), name, 1, more);
    }

    private static Run move(String[] old, EmbeddedKafka kafka, EmbeddedRegistry registry, Path checkpoint) {
        List<String> typed = new ArrayList<>(List.of("region", "move", "--region", "default"));
        typed.addAll(List.of(old));
        typed.addAll(List.of("--to-kafka", kafka.bootstrapServers(), "--to-registry", registry.url()));
        typed.addAll(List.of("--out", checkpoint.toString()));
        return Run.of(typed.toArray(String[]::new));
    }

    /** Closes the region while several claim; the answer to the first claim that was refused. */
    private static HttpResponse<String> claimUntilClosed(BerthProcess service, List<UUID> acknowledged, String[] old)
            throws Exception {
        List<Thread> clients = new ArrayList<>();
        List<HttpResponse<String>> refused = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 4; i++) {
            Thread client = new Thread(() -> {
                try {
                    HttpResponse<String> answer = null;
                    while (answer == null || !answer.body().contains("was closed")) {
                        UUID consumer = UUID.randomUUID();
                        answer = Peers.claim(service.url(), consumer);
                        if (answer.statusCode() == 204) {
                            acknowledged.add(consumer);
                        }
                    }
                    refused.add(answer);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            client.start();
            clients.add(client);
        }
        Awaitility.await().until(() -> acknowledged.size() > 20);
        List<String> close = new ArrayList<>(List.of("region", "close", "--region", "default"));
        close.addAll(List.of(old));
        assertThat(Run.of(close.toArray(String[]::new)).out()).contains("Nothing was changed");
        close.add("--yes");
        Run closed = Run.of(close.toArray(String[]::new));
        assertThat(closed.status()).as(closed.all()).isEqualTo(ExitCode.OK);
        for (Thread client : clients) {
            client.join(60_000);
        }
        assertThat(refused).as("every client was refused in the end").hasSize(4);
        return refused.get(0);
    }

    /** As an instance does that has not yet seen the region close. */
    private static void append(EmbeddedKafka kafka, EmbeddedRegistry at, String trait) throws Exception {
        try (SchemaRegistry registry = SchemaRegistry.connect(at.url());
                CommandPublisher publisher = CommandPublisher.open(
                        KafkaConnection.to(kafka.bootstrapServers()), new CommandCodec(registry))) {
            publisher
                    .publish(Region.DEFAULT, new CreateTrait(new CommandId(UUID.randomUUID()), Trait.of(trait)))
                    .toCompletableFuture()
                    .get();
        }
    }

    /** Writes to a region. */
    private static void publish(BerthProcess service, Region region) {
        try (PlacementClient client = PlacementClient.of(service.url().resolve("/regions/" + region), 1)) {
            new PlacementOperator(client)
                    .publish(LargeHosts.of(1, 1).get(0))
                    .toCompletableFuture()
                    .join();
        }
    }

    private static Run skip(JsonNode digest, String[] old) {
        List<String> typed = new ArrayList<>(List.of("skip", "--yes", "--offset"));
        typed.add(digest.at("/stopped/offset").asText());
        typed.addAll(List.of(old));
        return Run.of(typed.toArray(String[]::new));
    }

    private static int audit(EmbeddedKafka kafka, EmbeddedRegistry registry, String... more) {
        List<String> typed = new ArrayList<>(List.of("audit", "verify", "--offline"));
        typed.addAll(List.of("--kafka", kafka.bootstrapServers(), "--registry", registry.url()));
        typed.addAll(List.of(more));
        return Run.of(typed.toArray(String[]::new)).status();
    }

    private static JsonNode digest(URI service) throws Exception {
        return JSON.readTree(Peers.get(service, "/audit/digest").body());
    }

    private static long used(URI service) throws Exception {
        String usages = Peers.get(service, "/resource_providers/" + Peers.PROVIDER + "/usages")
                .body();
        return JSON.readTree(usages).at("/usages/VCPU").asLong();
    }
}
