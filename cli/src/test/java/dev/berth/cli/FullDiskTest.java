package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.cli.service.Backbone;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Region;
import dev.berth.simulator.fleet.DeviceHost;
import dev.berth.simulator.placement.PlacementAnswer;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.placement.PlacementRequest;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A disk that becomes full under a running {@code berth}: a real one, of a few megabytes. */
@EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 50 s; run with -Dfaults=true")
class FullDiskTest {
    private static final long MEBI = 1L << 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    private Path dir;

    @BeforeAll
    static void requireASmallDisk() throws Exception {
        assumeTrue(SmallDisk.isPossible(), "no small disk to be had: unshare -rm and mount -t tmpfs do not work here");
    }

    @Test
    void refusesWritesBelowTheWatermarkReadsOnAndRecoversByItself() throws Exception {
        SmallDisk disk = new SmallDisk(dir.resolve("disk"), 200 * MEBI);
        try (BerthProcess up = up(disk, "--min-free", "16M");
                PlacementClient client = PlacementClient.of(up.url(), 1)) {
            assertThat(create(client, "cn1").status()).isEqualTo(200);

            disk.leaveFree(up, 12 * MEBI);
            PlacementAnswer refused = Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> create(client, "full"), answer -> answer.status() == 503);
            JsonNode error = refused.json().at("/errors/0");
            assertThat(error.path("code").asText()).isEqualTo("berth.no_room");
            assertThat(error.path("detail").asText())
                    .containsPattern("Only 1\\d{7} bytes are free")
                    .contains("below a watermark of 16777216", "go on by themselves", "Nothing was appended");
            assertThat(names(client)).contains("cn1");
            assertThat(get(client, "/readyz").json().path("reasons").toString()).contains("watermark of 16777216");

            // More than the watermark, and not yet enough.
            disk.leaveFree(up, 17 * MEBI);
            Thread.sleep(1500);
            assertThat(create(client, "barely").status()).isEqualTo(503);

            disk.leaveFree(up, 40 * MEBI);
            Awaitility.await().atMost(TIMEOUT).until(() -> create(client, "cn2").status() == 200);
            assertThat(names(client)).contains("cn1", "cn2").doesNotContain("barely");
            assertThat(get(client, "/readyz").status()).isEqualTo(200);
        }
    }

    @Test
    void endsWithinTenSecondsAndSaysWhyWhenTheDiskIsFullAllTheSame() throws Exception {
        SmallDisk disk = new SmallDisk(dir.resolve("disk"), 200 * MEBI);
        try (BerthProcess up = up(disk, "--min-free", "0");
                PlacementClient client = PlacementClient.of(up.url(), 1)) {
            assertThat(create(client, "cn1").status()).isEqualTo(200);
            disk.leaveFree(up, 0);
            long fullNs = System.nanoTime();
            Thread writer = new Thread(() -> writeOn(client));
            writer.setDaemon(true);
            writer.start();

            assertThat(up.awaitEnd(Duration.ofSeconds(25))).isEqualTo(ExitCode.FAULT);
            System.err.printf("ended %.1f s after the disk was full%n", (System.nanoTime() - fullNs) / 1e9);
            assertThat(up.log().lines().filter(line -> line.startsWith("berth: ")))
                    .singleElement()
                    .asString()
                    .contains("ends because embedded Kafka in " + dir.resolve("disk/data/kafka"))
                    .containsPattern("[; ]\\d+ bytes are free there");
        }
    }

    @Test
    void endsAnInstanceWhoseStoresCannotBeWrittenAndNoOther() throws Exception {
        SmallDisk disk = new SmallDisk(dir.resolve("disk"), 60 * MEBI);
        try (Backbone backbone =
                        Backbone.start(Optional.empty(), Optional.empty(), dir.resolve("log"), 0, 0, fault -> {});
                BerthProcess serve = serve(backbone, disk).awaitReady();
                PlacementClient client = PlacementClient.of(serve.url(), 1);
                SchemaRegistry registry = SchemaRegistry.connect(backbone.registryUrl());
                CommandPublisher publisher = CommandPublisher.open(backbone.kafka(), new CommandCodec(registry))) {
            assertThat(create(client, "cn1").status()).isEqualTo(200);
            disk.leaveFree(serve, 0);
            // RocksDB writes what it has in memory once that is 8 MiB.
            for (int i = 0; i < 20_000 && serve.isAlive(); i++) {
                publisher.publish(Region.DEFAULT, new DeviceHost("host-" + i).report(new CommandId(new UUID(1, i))));
            }

            assertThat(serve.awaitEnd(Duration.ofMinutes(3))).isEqualTo(ExitCode.FAULT);
            assertThat(serve.log().lines().filter(line -> line.startsWith("berth: ")))
                    .singleElement()
                    .asString()
                    .contains("ends because the stores in " + dir.resolve("disk/data/stores"), "No space left");
        }
    }

    private static BerthProcess up(SmallDisk disk, String... more) throws IOException {
        String[] usual = {"up", "--port", "0", "--kafka-port", "0", "--registry-port", "0"};
        String[] all = Arrays.copyOf(usual, usual.length + more.length);
        System.arraycopy(more, 0, all, usual.length, more.length);
        return disk.begin(all).awaitReady();
    }

    private static BerthProcess serve(Backbone backbone, SmallDisk disk) throws IOException {
        return disk.begin(
                "serve",
                "--kafka",
                backbone.kafka().bootstrapServers(),
                "--registry",
                backbone.registryUrl(),
                "--port",
                "0",
                "--partitions",
                "1",
                "--replicas",
                "1",
                "--min-free",
                "0");
    }

    private static void writeOn(PlacementClient client) {
        for (int i = 0; i < 10_000; i++) {
            try {
                create(client, "more-" + i);
            } catch (RuntimeException ended) {
                return;
            }
        }
    }

    private static PlacementAnswer create(PlacementClient client, String name) {
        return client.send(PlacementRequest.post(
                        "/resource_providers",
                        JsonNodeFactory.instance.objectNode().put("name", name)))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static String names(PlacementClient client) {
        return get(client, "/resource_providers").json().toString();
    }

    private static PlacementAnswer get(PlacementClient client, String path) {
        return client.send(PlacementRequest.get(path))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}
