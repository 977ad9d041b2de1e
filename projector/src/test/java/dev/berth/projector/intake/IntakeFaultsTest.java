package dev.berth.projector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.embedded.EmbeddedKafkaConfig;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.CommandKind;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.ReportPublisher;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Region;
import dev.berth.projector.Address;
import dev.berth.projector.Owner;
import dev.berth.projector.Projector;
import dev.berth.projector.ProjectorConfig;
import dev.berth.projector.board.HostBoard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What happens around an intake: its instance goes away, Kafka does, and a disk forgets. */
@EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 15 s; run with -Dfaults=true")
class IntakeFaultsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int PARTITIONS = 2;
    private static final int HOSTS = 80;

    /** One for each partition. */
    private static final List<Region> REGIONS = IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> IntStream.range(0, 100)
                    .mapToObj(i -> new Region("region-" + i))
                    .filter(region -> Partitions.of(region, PARTITIONS) == partition)
                    .findFirst()
                    .orElseThrow())
            .toList();

    @TempDir
    private Path dir;

    private final SchemaRegistry schemas = SchemaRegistry.inMemory();
    private final CommandCodec codec = new CommandCodec(schemas);
    private EmbeddedKafka kafka;
    private KafkaConnection connection;
    private CommandPublisher publisher;
    private ReportPublisher reports;

    @BeforeEach
    void start() {
        schemas.registerSchemas();
        kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        connection = KafkaConnection.to(kafka.bootstrapServers());
        TopicAdmin.ensure(connection, PARTITIONS, 1);
        publisher = CommandPublisher.open(connection, codec);
        reports = ReportPublisher.open(connection);
    }

    @AfterEach
    void stop() {
        reports.close();
        publisher.close();
        kafka.close();
    }

    /** A projector with its intake, as a process has them. */
    private final class Instance implements AutoCloseable {
        private final Projector projector;
        private final Intake intake;

        Instance(String name, int port) throws InterruptedException {
            projector = new Projector(
                    ProjectorConfig.of(connection, dir.resolve(name))
                            .withInstance(name)
                            .withStandbys(1)
                            .withAdvertised(new Address("127.0.0.1", port)),
                    schemas,
                    publisher);
            projector.start(TIMEOUT);
            intake = new Intake(
                            connection,
                            projector.views(),
                            projector.commandLog(),
                            codec,
                            () -> PARTITIONS,
                            new HostBoard())
                    .start();
        }

        boolean serves(Region region) {
            return projector.owner(region).equals(Owner.HERE);
        }

        OptionalLong last(SigningHost host) {
            return projector.views().view(host.region()).lastSequence(host.id());
        }

        /** The projector goes first, so that the intake loses its partitions with reports under way. */
        @Override
        public void close() {
            projector.close();
            intake.close();
        }
    }

    @Test
    void decidesEachReportOnceWhereTheInstanceThatReadThemGoesAway() throws Exception {
        try (Instance first = new Instance("first", 1);
                Instance second = new Instance("second", 2)) {
            await(() -> REGIONS.stream().allMatch(region -> first.serves(region) != second.serves(region))
                    && REGIONS.stream().anyMatch(first::serves));
            List<SigningHost> hosts = new ArrayList<>();
            for (int i = 0; i < HOSTS; i++) {
                Region region = REGIONS.get(i % PARTITIONS);
                SigningHost host = SigningHost.unknown(region, codec);
                host.enrol(host.key(), (first.serves(region) ? first : second).projector.commandLog());
                hosts.add(host);
            }

            Thread leaving = new Thread(first::close);
            for (int i = 0; i < HOSTS; i++) {
                if (i == HOSTS / 4) {
                    await(() -> first.intake.accepted() > 0);
                    leaving.start();
                }
                send(hosts.get(i), 1);
                TimeUnit.MILLISECONDS.sleep(10);
            }
            leaving.join();
            await(() -> REGIONS.stream().allMatch(second::serves)
                    && hosts.stream().allMatch(host -> second.last(host).equals(OptionalLong.of(1))));

            // Decisions are committed a little after they are answered.
            await(() -> acceptedInTheLog() >= HOSTS);
            assertThat(acceptedInTheLog()).isEqualTo(HOSTS);
            for (IntakeRefusal reason : IntakeRefusal.values()) {
                assertThat(first.intake.refused(reason) + second.intake.refused(reason))
                        .as(reason.label())
                        .isZero();
            }
        }
    }

    /** Reports that were accepted; one that was accepted twice counts twice. */
    private int acceptedInTheLog() {
        DecisionCodec decisions = new DecisionCodec(schemas);
        int accepted = 0;
        try (LogReader reader = LogReader.open(connection, Topics.DECISIONS.topic())) {
            for (Optional<LogRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                Decision decision = decisions.decode(next.get().value()).orElseThrow(IllegalStateException::new);
                boolean isReport = decision.commandKind() == CommandKind.REPORT_HOST;
                accepted += isReport && decision.outcome() instanceof Outcome.Accepted ? 1 : 0;
            }
        }
        return accepted;
    }

    @Test
    void goesOnAfterAnOutageAndPastADamagedBatch() throws Exception {
        Region region = REGIONS.get(0);
        SigningHost host = SigningHost.unknown(region, codec);
        try (Instance instance = new Instance("alone", 1)) {
            host.enrol(host.key(), instance.projector.commandLog());
            send(host, 1);
            await(() -> instance.last(host).equals(OptionalLong.of(1)));

            restartKafka(instance, () -> {});
            send(host, 2);
            await(() -> instance.last(host).equals(OptionalLong.of(2)));

            instance.intake.close();
            sendAsOneBatch(host, 3, 4, 5);
            send(host, 6);
            restartKafka(instance, () -> damageTheThirdBatch());
            try (Intake next = new Intake(
                            connection,
                            instance.projector.views(),
                            instance.projector.commandLog(),
                            codec,
                            () -> PARTITIONS,
                            new HostBoard())
                    .start()) {
                await(() -> instance.last(host).equals(OptionalLong.of(6)));
                await(() -> next.accepted() == 1);
                // More than the batch has if the partition was not served for a moment, and was read again.
                assertThat(next.refused(IntakeRefusal.DAMAGED)).isGreaterThanOrEqualTo(3);
            }
        }
    }

    private interface Meanwhile {
        void run() throws IOException;
    }

    private void restartKafka(Instance instance, Meanwhile meanwhile) throws IOException {
        int port = Integer.parseInt(connection.bootstrapServers().split(":")[1]);
        kafka.close();
        await(() -> REGIONS.stream().noneMatch(instance::serves));
        meanwhile.run();
        kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(dir.resolve("kafka")).withPort(port));
        await(() -> REGIONS.stream().allMatch(instance::serves));
    }

    /** Turns its last bit over. */
    private void damageTheThirdBatch() throws IOException {
        Path segment =
                dir.resolve("kafka").resolve(Topics.REPORTS.topic() + "-0").resolve("00000000000000000000.log");
        byte[] bytes = Files.readAllBytes(segment);
        int end = 0;
        for (int i = 0; i < 3; i++) {
            // Each batch begins with its offset and its length.
            end += 12 + ByteBuffer.wrap(bytes).getInt(end + 8);
        }
        bytes[end - 1] ^= 1;
        Files.write(segment, bytes);
    }

    private void send(SigningHost host, long sequence) throws Exception {
        reports.publish(host.region(), host.id(), host.sealed(sequence))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private void sendAsOneBatch(SigningHost host, long... sequences) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        connection.bootstrapServers(),
                        "linger.ms",
                        60_000,
                        "batch.size",
                        1_000_000),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (long sequence : sequences) {
                producer.send(new ProducerRecord<>(Topics.REPORTS.topic(), 0, null, host.sealed(sequence)));
            }
            producer.flush();
        }
    }

    private static void await(BooleanSupplier what) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .atMost(TIMEOUT)
                .ignoreExceptions()
                .until(what::getAsBoolean);
    }
}
