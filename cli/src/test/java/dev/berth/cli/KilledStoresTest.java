package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.events.concurrent.Batch;
import dev.berth.simulator.placement.PlacementAnswer;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.placement.PlacementRequest;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills {@code berth up} once RocksDB has put part of an open store on the disk, which is when Kafka Streams used to
 * distrust the stores, and looks at what the next start reads back.
 */
@EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 40 s; run with -Dfaults=true")
class KilledStoresTest {
    private static final int CLIENTS = 16;
    private static final UUID PROVIDER = UUID.randomUUID();
    private static final Duration TIMEOUT = Duration.ofSeconds(120);

    /** A hundred kilobytes a row, so that RocksDB's memory for a store is full soon. */
    private static final List<String> TRAITS = IntStream.range(0, 512)
            .mapToObj(i -> "CUSTOM_" + "T".repeat(190) + i)
            .toList();

    private static final Pattern RESTORED =
            Pattern.compile("(\\d+) records of (\\S+) restored from its changelog, from offset (\\d+)");

    @TempDir
    private Path dir;

    @Test
    void readsBackOnlyTheEndOfAStoreWhereItIsKilled() throws Exception {
        Path data = dir.resolve("data");
        try (BerthProcess up = BerthProcess.start(data)) {
            Path store;
            int rewrites = 0;
            try (PlacementClient client = PlacementClient.of(up.url(), CLIENTS)) {
                provide(client);
                long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
                while (storesOnDisk(data).isEmpty()) {
                    assertThat(System.nanoTime() - deadlineNs)
                            .as("rewrites without a store on the disk: %d", rewrites)
                            .isNegative();
                    rewrite(client, rewrites++);
                }
                store = storesOnDisk(data).get(0);
                rewrite(client, rewrites++);
            }
            up.kill();
            try (BerthProcess again = restarted(data)) {
                String log = again.log();
                assertThat(log).contains("State store " + store.getFileName() + " initialized from checkpoint");
                Matcher restored = RESTORED.matcher(log);
                while (restored.find()) {
                    System.err.println(restored.group());
                    // A store of which nothing was on the disk yet is read back whole, which is a memtable at most.
                    if (restored.group(2).equals(store.getFileName().toString())) {
                        assertThat(Long.parseLong(restored.group(3)))
                                .as(restored.group())
                                .isPositive();
                    }
                }
                try (PlacementClient client = PlacementClient.of(again.url(), CLIENTS)) {
                    assertThat(send(client, PlacementRequest.get("/resource_providers/" + PROVIDER))
                                    .json()
                                    .path("generation")
                                    .asInt())
                            .isEqualTo(rewrites);
                }
            }
        }
    }

    /** Says what Kafka Streams does with its stores. */
    private static BerthProcess restarted(Path data) throws IOException {
        return BerthProcess.begin(data, "up", "--verbose", "--port", "0", "--kafka-port", "0", "--registry-port", "0")
                .awaitReady();
    }

    private static void provide(PlacementClient client) {
        ObjectNode provider = JsonNodeFactory.instance.objectNode();
        send(
                client,
                PlacementRequest.post(
                        "/resource_providers", provider.put("name", "cn1").put("uuid", PROVIDER.toString())));
        Batch.forEach(
                        TRAITS,
                        CLIENTS,
                        trait -> client.send(new PlacementRequest(HttpMethod.PUT, "/traits/" + trait, Optional.empty()))
                                .toCompletionStage())
                .join();
    }

    private static void rewrite(PlacementClient client, int generation) {
        ObjectNode traits = JsonNodeFactory.instance.objectNode();
        traits.put("resource_provider_generation", generation);
        // What is already so is not written again.
        TRAITS.subList(generation % 2, TRAITS.size()).forEach(traits.putArray("traits")::add);
        send(client, PlacementRequest.put("/resource_providers/" + PROVIDER + "/traits", traits));
    }

    private static PlacementAnswer send(PlacementClient client, PlacementRequest request) {
        PlacementAnswer answer =
                client.send(request).toCompletionStage().toCompletableFuture().join();
        assertThat(answer).as(request.toString()).matches(PlacementAnswer::isSuccess);
        return answer;
    }

    /** The directories of the stores of which RocksDB has written a file of rows. */
    private static List<Path> storesOnDisk(Path data) throws IOException {
        try (Stream<Path> files = Files.find(
                data.resolve("stores"),
                6,
                (file, attributes) -> file.getFileName().toString().endsWith(".sst"))) {
            return files.map(Path::getParent).distinct().sorted().toList();
        }
    }
}
