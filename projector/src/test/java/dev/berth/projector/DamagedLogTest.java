package dev.berth.projector;

import static dev.berth.projector.Commands.create;
import static dev.berth.projector.Commands.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker on whose disk a byte of the log has changed since it was stopped in order. */
class DamagedLogTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int PARTITIONS = 2;
    private static final Region BROKEN = regionIn(0);
    private static final Region SOUND = regionIn(1);

    @TempDir
    private Path dir;

    private final SchemaRegistry schemas = SchemaRegistry.inMemory();
    private EmbeddedKafka kafka;
    private KafkaConnection connection;
    private CommandPublisher publisher;

    @BeforeEach
    void start() {
        schemas.registerSchemas();
        startKafka();
    }

    @AfterEach
    void stop() {
        publisher.close();
        kafka.close();
    }

    @Test
    void haltsThePartitionAtTheDamagedRecordAndGoesOnWithTheOthers() throws Exception {
        try (Projector projector = started()) {
            submit(projector, BROKEN, 1);
            submit(projector, SOUND, 1);
        }
        append(BROKEN, 2);
        append(BROKEN, 3);
        append(BROKEN, 4);
        damage(2);

        try (Projector projector = started()) {
            assertThat(whyNotReady(projector))
                    .contains("Partition 0 of berth.log cannot be read on")
                    .contains("the record at offset 2 of partition 0 of berth.log is damaged on the broker's disk")
                    .doesNotContain("Stream threads have failed");
            assertThat(projector.views().view(BROKEN).provider(provider(2))).isPresent();
            assertThat(projector.views().view(BROKEN).provider(provider(3))).isEmpty();
            assertThatThrownBy(() -> submit(projector, BROKEN, 9))
                    .hasMessageContaining("takes no commands")
                    .hasMessageContaining("the record at offset 2 of partition 0 of berth.log is damaged");
            for (int i = 2; i < 40; i++) {
                assertThat(submit(projector, SOUND, i).outcome()).isInstanceOf(Outcome.Accepted.class);
            }
            assertThat(projector.health().pastHelp()).isEmpty();
            assertThat(whyNotReady(projector)).doesNotContain("Stream threads have failed");
        }

        damage(2);
        try (Projector mended = started()) {
            assertThat(mended.health().whyNotReady()).isEmpty();
            assertThat(mended.views().view(BROKEN).provider(provider(4))).isPresent();
        }
    }

    @Test
    void namesTheDamagedRecordAgainOnceAnotherTaskHasItsPartition() throws Exception {
        append(BROKEN, 1);
        append(BROKEN, 2);
        damage(1);

        try (Said said = new Said();
                Projector projector = started();
                Admin admin = Admin.create(Map.of("bootstrap.servers", connection.bootstrapServers()))) {
            List<String> producers = admin.listTransactions().all().get(20, TimeUnit.SECONDS).stream()
                    .map(TransactionListing::transactionalId)
                    .toList();
            admin.fenceProducers(producers).all().get(20, TimeUnit.SECONDS);
            for (int i = 1; i < 4; i++) {
                submit(projector, SOUND, i);
            }
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(said.lines())
                            .filteredOn(line -> line.contains("Partition 0 of berth.log cannot be read on"))
                            .hasSizeGreaterThan(1));
            assertThat(whyNotReady(projector)).contains("the record at offset 1 of partition 0 of berth.log is");
        }
    }

    @Test
    void namesADamagedRecordThatWasTheLastToBeDecided() throws Exception {
        try (Projector projector = started()) {
            submit(projector, BROKEN, 1);
            submit(projector, BROKEN, 2);
        }
        damage(1);

        try (Projector projector = started()) {
            assertThat(whyNotReady(projector))
                    .contains("does not continue what was decided from it")
                    .contains("the record at offset 1 of partition 0 of berth.log is damaged");
            assertThat(projector.views().view(BROKEN).provider(provider(2))).isPresent();
        }
    }

    @Test
    void decidesWhatCameBehindAFaultOnceThatIsMended() throws Exception {
        try (Projector projector = started()) {
            submit(projector, BROKEN, 1);
            submit(projector, BROKEN, 2);
        }
        for (int i = 3; i < 50; i++) {
            append(BROKEN, i);
        }
        damage(1);
        try (Projector projector = started()) {
            assertThat(whyNotReady(projector)).contains("does not continue what was decided from it");
            // Others are read and committed meanwhile.
            for (int i = 1; i < 20; i++) {
                submit(projector, SOUND, i);
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }

        damage(1);
        try (Projector mended = started()) {
            assertThat(mended.health().whyNotReady()).isEmpty();
            assertThat(mended.views().view(BROKEN).recent().count()).isEqualTo(49);
        }
    }

    private static String whyNotReady(Projector projector) {
        return String.join(" ", projector.health().whyNotReady());
    }

    private static Region regionIn(int partition) {
        return IntStream.range(0, 100)
                .mapToObj(i -> new Region("region-" + i))
                .filter(region -> Partitions.of(region, PARTITIONS) == partition)
                .findFirst()
                .orElseThrow();
    }

    private void startKafka() {
        kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        connection = KafkaConnection.to(kafka.bootstrapServers());
        TopicAdmin.ensure(connection, PARTITIONS, 1);
        publisher = CommandPublisher.open(connection, new CommandCodec(schemas));
    }

    /** Turns the last bit of the record at an offset of partition 0 over, while the broker is down; twice mends it. */
    private void damage(int offset) throws IOException {
        publisher.close();
        kafka.close();
        Path segment = dir.resolve("kafka").resolve(Topics.LOG.topic() + "-0").resolve("00000000000000000000.log");
        byte[] bytes = Files.readAllBytes(segment);
        int at = 0;
        for (int i = 0; i <= offset; i++) {
            // Each batch, of one record here, begins with its offset and its length.
            at += 12 + ByteBuffer.wrap(bytes).getInt(at + 8);
        }
        bytes[at - 1] ^= 1;
        Files.write(segment, bytes);
        startKafka();
    }

    private void append(Region region, int provider) throws Exception {
        publisher.publish(region, create(provider)).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private Projector started() throws InterruptedException {
        Projector projector = new Projector(ProjectorConfig.of(connection, dir.resolve("state")), schemas, publisher);
        projector.start(TIMEOUT);
        return projector;
    }

    private static Decision submit(Projector projector, Region region, int provider) throws Exception {
        return projector
                .commandLog()
                .submit(region, create(provider))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }
}
