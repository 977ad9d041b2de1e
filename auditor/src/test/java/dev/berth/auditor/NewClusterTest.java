package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.auditor.proof.Checkpoint;
import dev.berth.auditor.proof.CheckpointWriter;
import dev.berth.auditor.proof.PartitionPlace;
import dev.berth.auditor.proof.PartitionState;
import dev.berth.embedded.EmbeddedKafka;
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
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.projector.Beginnings;
import dev.berth.projector.DerivedTopics;
import dev.berth.projector.Projector;
import dev.berth.projector.ProjectorConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log that was cut behind a checkpoint, and of everything that followed from it nothing is left: neither stores nor
 * changelogs nor decisions. A service goes on from the checkpoint, and an audit from there finds it identical.
 */
final class NewClusterTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final int PARTITIONS = 2;
    private static final List<Region> REGIONS = List.of(Region.DEFAULT, new Region("north"));
    private static final Region BAD = new Region("bad");

    private final SchemaRegistry registry = SchemaRegistry.inMemory();

    @TempDir
    private Path dir;

    private KafkaConnection connection;
    private CommandPublisher publisher;

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "run with -Dfaults=true")
    void goesOnFromACheckpointWithNothingButACutLog() throws Exception {
        registry.registerSchemas();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            connection = KafkaConnection.to(kafka.bootstrapServers());
            TopicAdmin.ensure(connection, PARTITIONS, 1);
            publisher = CommandPublisher.open(connection, new CommandCodec(registry));
            long bad;
            StateDigest before;
            try (Projector first = projector("first", Beginnings.NONE)) {
                first.start(TIMEOUT);
                submit(first, 0, 60);
                bad = appendBad();
                publish(BAD, 0, 20);
                submit(first, 60, 80);
                before = StateDigest.of(first.views().view(Region.DEFAULT));
            }
            Checkpoint checkpoint = checkpoint();
            cut(checkpoint);
            awaitNobody();

            Projector without = projector("without", Beginnings.NONE);
            Thread starting = new Thread(() -> assertThatThrownBy(() -> without.start(TIMEOUT)));
            starting.start();
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> String.join(" ", without.health().whyNotReady())
                            .contains("there are no rows, and its log begins at offset "));
            without.close();
            starting.interrupt();
            starting.join();
            awaitNobody();
            try (Projector second = projector("second", beginnings(checkpoint))) {
                second.start(TIMEOUT);
                assertThat(StateDigest.of(second.views().view(Region.DEFAULT))).isEqualTo(before);
                assertThat(second.views().stopped(BAD).orElseThrow().position().offset())
                        .isEqualTo(bad);
                publisher
                        .publish(BAD, new SkipRecord(new CommandId(new UUID(9, 9)), bad))
                        .toCompletableFuture()
                        .join();
                submit(second, 80, 120);
                isIdentical(checkpoint, second);
            }
            // And again from what it wrote itself.
            try (Projector third = projector("third", Beginnings.NONE)) {
                third.start(TIMEOUT);
                submit(third, 120, 130);
                isIdentical(checkpoint, third);
            }
        } finally {
            if (publisher != null) {
                publisher.close();
            }
            registry.close();
        }
    }

    private void isIdentical(Checkpoint checkpoint, Projector projector) {
        AuditReport report = AuditVerify.run(
                new AuditTarget(
                        connection,
                        registry,
                        Optional.of(new LivingProjector(projector.views(), projector.stored())),
                        AuditTarget.TIMEOUT_DEFAULT),
                AuditPlan.USUAL.from(Optional.of(checkpoint)).withStores(),
                AuditProgress.NONE);
        assertThat(ReportText.of(report)).endsWith("\nidentical\n");
        assertThat(report.states()).isEqualTo(REGIONS.size() + 1);
    }

    private Beginnings beginnings(Checkpoint checkpoint) {
        return partition -> checkpoint.place(partition).map(place -> {
            PartitionState state = checkpoint.read(partition, new CommandCodec(registry));
            return new Beginnings.Beginning(checkpoint.log(), place.next(), state.folds(), state.held(), place.mark());
        });
    }

    private Projector projector(String dataDir, Beginnings beginnings) {
        return new Projector(
                new ProjectorConfig(
                        connection,
                        "berth-0",
                        dir.resolve(dataDir),
                        Optional.empty(),
                        0,
                        Duration.ofMillis(200),
                        TIMEOUT),
                registry,
                publisher,
                disk -> {},
                beginnings);
    }

    private Checkpoint checkpoint() {
        Path file = dir.resolve("checkpoint");
        try (CheckpointWriter writer = new CheckpointWriter(
                file, TopicAdmin.logId(connection), TopicAdmin.decisionsId(connection), Instant.EPOCH, PARTITIONS)) {
            AuditReport report = AuditVerify.run(
                    AuditTarget.offline(connection, registry),
                    AuditPlan.USUAL.givingStatesTo(writer::write),
                    AuditProgress.NONE);
            assertThat(report.isIdentical()).as(ReportText.of(report)).isTrue();
            writer.finish(Optional.empty());
        }
        return Checkpoint.open(file, Optional.empty());
    }

    /** Cuts the log, and deletes all that followed from it. */
    private void cut(Checkpoint checkpoint) throws Exception {
        awaitNobody();
        Map<TopicPartition, RecordsToDelete> deleted = new HashMap<>();
        for (int i = 0; i < PARTITIONS; i++) {
            PartitionPlace place = checkpoint.place(i).orElseThrow();
            deleted.put(new TopicPartition(Topics.LOG.topic(), i), RecordsToDelete.beforeOffset(place.next()));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", connection.bootstrapServers()));
                DerivedTopics derived = new DerivedTopics(connection)) {
            admin.deleteRecords(deleted).all().get();
            derived.delete();
        }
        TopicAdmin.ensure(connection, PARTITIONS, 1);
    }

    private void awaitNobody() {
        try (DerivedTopics derived = new DerivedTopics(connection)) {
            Awaitility.await().atMost(TIMEOUT).until(() -> derived.members() == 0);
        }
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

    private void publish(Region region, int from, int to) {
        for (Command command : commands(region).subList(from, to)) {
            publisher.publish(region, command).toCompletableFuture().join();
        }
    }

    private static List<Command> commands(Region region) {
        return RandomCommands.log(region.name().hashCode(), 500, new Symbols()).stream()
                .distinct()
                .limit(130)
                .toList();
    }

    private long appendBad() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", connection.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(Topics.LOG.topic(), Partitions.key(BAD), new byte[] {7}))
                    .get()
                    .offset();
        }
    }
}
