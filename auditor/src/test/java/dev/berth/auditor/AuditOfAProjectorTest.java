package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.embedded.EmbeddedRegistry;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Region;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.projector.Projector;
import dev.berth.projector.ProjectorConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The projector as it is, on a real broker, with its stores, a restart and a bad record; then the audit of what it did.
 */
final class AuditOfAProjectorTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final List<Region> REGIONS =
            List.of(Region.DEFAULT, new Region("north"), new Region("south"), new Region("east"));
    private static final Region BAD = new Region("bad");

    @Test
    void findsNoDifferenceAfterRestartsAndSkips(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
                EmbeddedRegistry embedded = EmbeddedRegistry.start(kafka.bootstrapServers());
                SchemaRegistry registry = SchemaRegistry.connect(embedded.url())) {
            KafkaConnection connection = KafkaConnection.to(kafka.bootstrapServers());
            registry.registerSchemas();
            TopicAdmin.ensure(connection, 3, 1);
            ProjectorConfig config = ProjectorConfig.of(connection, directory.resolve("state"));
            try (CommandPublisher publisher = CommandPublisher.open(connection, new CommandCodec(registry))) {
                long bad;
                try (Projector first = new Projector(config, registry, publisher)) {
                    first.start(TIMEOUT);
                    submit(first, 0, 100);
                    bad = appendBad(connection);
                    publish(publisher, BAD, 0, 50);
                    submit(first, 100, 150);
                }
                try (Projector second = new Projector(config, registry, publisher)) {
                    second.start(TIMEOUT);
                    submit(second, 150, 200);
                    AuditReport standing = audit(connection, registry, second);
                    assertThat(ReportText.of(standing))
                            .contains("region " + BAD + " has stopped at ")
                            .endsWith("identical, but 1 region stopped\n");
                    assertThat(standing.exitCode()).isEqualTo(AuditReport.EXIT_STOPPED);
                    assertThat(standing.stopped().keySet()).containsExactly(BAD.name());

                    publisher
                            .publish(BAD, new SkipRecord(new CommandId(new UUID(9, 9)), bad))
                            .toCompletableFuture()
                            .join();
                    submit(second, 200, 250);
                    appendForeign(connection);
                    AuditReport report = audit(connection, registry, second);
                    assertThat(ReportText.of(report))
                            .contains("note: foreign, without effect: 2 records (")
                            .endsWith("identical\n");
                    assertThat(report.foreign()).isEqualTo(2);
                    assertThat(report.exitCode()).isEqualTo(AuditReport.EXIT_IDENTICAL);
                    assertThat(report.stopped()).isEmpty();
                    assertThat(report.states()).isEqualTo(REGIONS.size() + 1);
                    assertThat(report.decisions()).isEqualTo(report.commands() - 3);
                    assertThat(report.read().values().stream()
                                    .mapToLong(last -> last + 1)
                                    .sum())
                            .as("records up to the last one of each partition")
                            .isEqualTo(report.commands());
                }
            }
        }
    }

    private static AuditReport audit(KafkaConnection connection, SchemaRegistry registry, Projector projector) {
        return AuditVerify.runWithStores(
                new AuditTarget(
                        connection,
                        registry,
                        Optional.of(new LivingProjector(projector.views(), projector.stored())),
                        AuditTarget.TIMEOUT_DEFAULT),
                AuditProgress.NONE);
    }

    private static void submit(Projector projector, int from, int to) {
        for (Region region : REGIONS) {
            CompletableFuture.allOf(commands(region).subList(from, to).stream()
                            .map(command -> projector
                                    .commandLog()
                                    .submit(region, command)
                                    .toCompletableFuture())
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
        }
    }

    private static void publish(CommandPublisher publisher, Region region, int from, int to) {
        for (Command command : commands(region).subList(from, to)) {
            publisher.publish(region, command).toCompletableFuture().join();
        }
    }

    private static List<Command> commands(Region region) {
        return RandomCommands.log(region.name().hashCode(), 500, new Symbols()).stream()
                .distinct()
                .limit(250)
                .toList();
    }

    private static long appendBad(KafkaConnection connection) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", connection.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(Topics.LOG.topic(), Partitions.key(BAD), new byte[] {7}))
                    .get()
                    .offset();
        }
    }

    /** Commands and garbage for a region, where a sender with another partitioner would put them. */
    private static void appendForeign(KafkaConnection connection) throws Exception {
        int elsewhere = (Partitions.of(Region.DEFAULT, 3) + 1) % 3;
        byte[] key = Partitions.key(Region.DEFAULT);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", connection.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.LOG.topic(), elsewhere, key, new byte[] {7}))
                    .get();
            producer.send(new ProducerRecord<>(Topics.LOG.topic(), elsewhere, null, new byte[] {7}))
                    .get();
        }
    }
}
