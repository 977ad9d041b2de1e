package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.events.log.Partitions;
import dev.berth.events.model.Region;
import dev.berth.simulator.placement.PlacementAnswer;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.placement.PlacementRequest;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What {@code berth up} does with a log that a power cut, or one bit, has taken the end from; and the way back. */
@EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 2 min; run with -Dfaults=true")
class LostEndTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final int COMMANDS = 40;

    @TempDir
    private Path dir;

    @Test
    void refusesALogWithoutItsEndTellsBothNumbersAndGoesOnOnceTheLossIsAccepted() throws Exception {
        Path data = dir.resolve("data");
        try (BerthProcess up = BerthProcess.start(data)) {
            createAll(up);
            up.kill();
        }
        cutAt(segment(data, 0), "host-25 ");

        try (BerthProcess refused = BerthProcess.begin(data)) {
            assertThat(refused.awaitEnd(TIMEOUT)).isEqualTo(ExitCode.LOG_DAMAGED);
            assertThat(refused.log().lines().filter(line -> line.startsWith("berth: ")))
                    .singleElement()
                    .asString()
                    .contains("Partition 0 of berth.log", "ends at offset 25 but the record at offset 39 was decided")
                    .contains("Nothing is served", "docs/operations.md", "berth refold");
        }

        Run shown = refold(data);
        assertThat(shown.status()).as(shown.err()).isEqualTo(ExitCode.OK);
        assertThat(shown.out())
                .contains("partition 0: the log ends at offset 25, 15 decided commands behind it are lost")
                .contains("host-25 ", "host-39 ", "Nothing was changed")
                .doesNotContain("host-24 ");
        try (BerthProcess still = BerthProcess.begin(data)) {
            assertThat(still.awaitEnd(TIMEOUT)).isEqualTo(ExitCode.LOG_DAMAGED);
        }

        Run done = refold(data, "--yes");
        assertThat(done.status()).as(done.err()).isEqualTo(ExitCode.OK);
        assertThat(kept(data, "decisions.txt"))
                .singleElement()
                .satisfies(file ->
                        assertThat(Files.readAllLines(file)).hasSize(15).allMatch(line -> line.startsWith("default ")));

        try (BerthProcess up = BerthProcess.start(data);
                PlacementClient client = PlacementClient.of(up.url(), 1)) {
            assertThat(names(client)).contains("host-24 ").doesNotContain("host-25 ");
            assertThat(create(client, "", "host-25 ").status()).isEqualTo(200);
            assertIdentical(up);
        }
    }

    @Test
    void doesNotLetKafkaCutOffWhatStandsBehindADamagedRecord() throws Exception {
        Path data = dir.resolve("data");
        try (BerthProcess up = BerthProcess.start(data)) {
            createAll(up);
            up.kill();
        }
        Path segment = segment(data, 0);
        byte[] whole = Files.readAllBytes(segment);
        int bit = indexOf(whole, "host-25 ");
        byte[] damaged = whole.clone();
        damaged[bit] ^= 4;
        Files.write(segment, damaged);

        try (BerthProcess refused = BerthProcess.begin(data)) {
            assertThat(refused.awaitEnd(TIMEOUT)).isEqualTo(ExitCode.LOG_DAMAGED);
            assertThat(refused.log().lines().filter(line -> line.startsWith("berth: ")))
                    .singleElement()
                    .asString()
                    .contains("The log is damaged: berth.log-0 has no whole record at offset 25", segment.toString())
                    .contains("but whole ones behind it, up to offset 39", "Kafka was not started");
        }
        assertThat(refold(data).status()).isEqualTo(ExitCode.LOG_DAMAGED);
        assertThat(segment).hasBinaryContent(damaged);

        Path copy = dir.resolve("copy");
        copy(data, copy);
        Files.write(segment, whole);
        try (BerthProcess up = BerthProcess.start(data);
                PlacementClient client = PlacementClient.of(up.url(), 1)) {
            assertThat(names(client)).contains("host-25 ", "host-39 ");
            assertIdentical(up);
        }

        Run done = refold(copy, "--yes");
        assertThat(done.status()).as(done.err()).isEqualTo(ExitCode.OK);
        assertThat(kept(copy, "berth.log-0/" + segment.getFileName()))
                .singleElement()
                .satisfies(file -> assertThat(file).hasBinaryContent(damaged));
        try (BerthProcess up = BerthProcess.start(copy);
                PlacementClient client = PlacementClient.of(up.url(), 1)) {
            assertThat(names(client)).contains("host-24 ").doesNotContain("host-25 ", "host-26 ");
            assertIdentical(up);
        }
    }

    @Test
    void endsAtARecordThatWasDamagedWhileItWasDownAndGoesOnBeforeItAsThePageSays() throws Exception {
        Path data = dir.resolve("data");
        try (BerthProcess up = BerthProcess.start(data)) {
            createAll(up);
            up.stop();
        }
        Path segment = segment(data, 0);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[indexOf(bytes, "host-39 ")] ^= 4;
        Files.write(segment, bytes);

        try (BerthProcess refused = BerthProcess.begin(data)) {
            assertThat(refused.awaitEnd(TIMEOUT)).isEqualTo(ExitCode.LOG_DAMAGED);
            assertThat(refused.log().lines().filter(line -> line.startsWith("berth: ")))
                    .singleElement()
                    .asString()
                    .contains("the record at offset 39 of partition 0 of berth.log is damaged on the broker's disk");
        }

        Files.delete(data.resolve("kafka/.kafka_cleanshutdown"));
        Files.delete(data.resolve("kafka/recovery-point-offset-checkpoint"));
        Run done = refold(data, "--yes");
        assertThat(done.status()).as(done.err()).isEqualTo(ExitCode.OK);
        assertThat(done.out()).contains("the log ends at offset 39, 1 decided commands behind it are lost");
        try (BerthProcess up = BerthProcess.start(data);
                PlacementClient client = PlacementClient.of(up.url(), 1)) {
            assertThat(names(client)).contains("host-38 ").doesNotContain("host-39 ");
            assertIdentical(up);
        }
    }

    @Test
    void servesTheRegionsOfOtherPartitionsAndSaysAtTheStartWhichCannotBe() throws Exception {
        Path data = dir.resolve("data");
        String lost = regionIn(0);
        String intact = regionIn(1);
        String[] start = {"up", "--port", "0", "--kafka-port", "0", "--registry-port", "0", "--partitions", "2"};
        try (BerthProcess up = BerthProcess.begin(data, start).awaitReady();
                PlacementClient client = PlacementClient.of(up.url(), 1)) {
            for (int i = 0; i < 4; i++) {
                assertThat(create(client, lost, "host-" + i + " ").status()).isEqualTo(200);
                assertThat(create(client, intact, "host-" + i + " ").status()).isEqualTo(200);
            }
            Thread.sleep(500);
            up.kill();
        }
        cutAt(segment(data, 0), "host-2 ");

        try (BerthProcess up = BerthProcess.begin(data, start).awaitReady();
                PlacementClient client = PlacementClient.of(up.url(), 1)) {
            assertThat(up.log())
                    .contains("Partition 0 of berth.log", "ends at offset 2 but the record at offset 3 was decided");
            assertThat(create(client, intact, "host-9").status()).isEqualTo(200);
            PlacementAnswer refused = create(client, lost, "host-9");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.toString()).contains("takes no commands");
        }
    }

    private static String regionIn(int partition) {
        return IntStream.range(0, 100)
                .mapToObj(i -> new Region("region-" + i))
                .filter(region -> Partitions.of(region, 2) == partition)
                .map(region -> "/regions/" + region.name())
                .findFirst()
                .orElseThrow();
    }

    private static void createAll(BerthProcess up) throws InterruptedException {
        try (PlacementClient client = PlacementClient.of(up.url(), 1)) {
            for (int i = 0; i < COMMANDS; i++) {
                assertThat(create(client, "", "host-" + i + " ").status()).isEqualTo(200);
            }
            // So that what was decided is committed, and not only acknowledged.
            Thread.sleep(1000);
        }
    }

    private static PlacementAnswer create(PlacementClient client, String region, String name) {
        return send(
                client,
                PlacementRequest.post(
                        region + "/resource_providers",
                        JsonNodeFactory.instance.objectNode().put("name", name)));
    }

    private static String names(PlacementClient client) {
        return send(client, PlacementRequest.get("/resource_providers")).json().toString();
    }

    private static PlacementAnswer send(PlacementClient client, PlacementRequest request) {
        return client.send(request).toCompletionStage().toCompletableFuture().join();
    }

    private static void assertIdentical(BerthProcess up) {
        Run audit = Run.auditVerify(up.url(), up.kafka(), up.registry());
        assertThat(audit.status()).as(audit.out() + audit.err()).isEqualTo(ExitCode.OK);
    }

    private static Run refold(Path data, String... more) {
        Stream<String> usual =
                Stream.of("refold", "--data-dir", data.toString(), "--kafka-port", "0", "--registry-port", "0");
        return Run.of(Stream.concat(usual, Stream.of(more)).toArray(String[]::new));
    }

    private static List<Path> kept(Path data, String file) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(each -> each.getFileName().toString().startsWith("lost-"))
                    .map(each -> each.resolve(file))
                    .filter(Files::exists)
                    .toList();
        }
    }

    private static Path segment(Path data, int partition) {
        return data.resolve("kafka/berth.log-" + partition + "/00000000000000000000.log");
    }

    /** Cuts a file in the middle of a text, as a power cut may. */
    private static void cutAt(Path file, String text) throws IOException {
        int at = indexOf(Files.readAllBytes(file), text);
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(at);
        }
    }

    private static int indexOf(byte[] bytes, String text) {
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
        assertThat(at).as("where %s stands", text).isPositive();
        return at;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
