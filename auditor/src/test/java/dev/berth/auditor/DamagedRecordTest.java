package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.DamagedRecordException;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.projector.Projector;
import dev.berth.projector.ProjectorConfig;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An audit of a log of which a byte has changed on the broker's disk. */
final class DamagedRecordTest {
    private static final int COMMANDS = 6;
    private static final int DAMAGED = 3;

    private final SchemaRegistry registry = SchemaRegistry.inMemory();

    @Test
    void namesTheDamagedRecordByTopicPartitionAndOffsetAndComparesWhatStandsBeforeIt(@TempDir Path dir)
            throws Exception {
        registry.registerSchemas();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            decide(KafkaConnection.to(kafka.bootstrapServers()), dir.resolve("state"));
        }
        damage(dir.resolve("kafka").resolve(Topics.LOG.topic() + "-0").resolve("00000000000000000000.log"));

        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            AuditReport report = AuditVerify.run(
                    new AuditTarget(
                            KafkaConnection.to(kafka.bootstrapServers()),
                            registry,
                            Optional.empty(),
                            AuditTarget.TIMEOUT_DEFAULT),
                    AuditProgress.NONE);

            assertThat(report.exitCode()).isEqualTo(AuditReport.EXIT_INCOMPLETE);
            assertThat(report.commands()).isEqualTo(DAMAGED);
            assertThat(report.differences()).singleElement().satisfies(difference -> {
                assertThat(difference.kind()).isEqualTo(Difference.Kind.RECORD_DAMAGED);
                assertThat(difference.place()).isEqualTo("partition 0, offset " + DAMAGED + " of berth.log");
            });
            assertThat(ReportText.of(report))
                    .contains("partition 0, offset 3 of berth.log: record damaged")
                    .contains("not compared: partition 0, offsets 3 to 5 of berth.log")
                    .contains("the record at offset 3 of partition 0 of berth.log is damaged on the broker's disk");
        }
    }

    /** What was so before it can still be seen. */
    @Test
    void showsTheStatesBeforeTheDamagedRecordAndNoneBehindIt(@TempDir Path dir) throws Exception {
        registry.registerSchemas();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            KafkaConnection connection = KafkaConnection.to(kafka.bootstrapServers());
            TopicAdmin.ensure(connection, 1, 1);
            try (CommandPublisher publisher = CommandPublisher.open(connection, new CommandCodec(registry))) {
                for (Command command : RandomCommands.log(7, COMMANDS, new Symbols())) {
                    publisher
                            .publish(Region.DEFAULT, command)
                            .toCompletableFuture()
                            .join();
                }
            }
        }
        damage(dir.resolve("kafka").resolve(Topics.LOG.topic() + "-0").resolve("00000000000000000000.log"));

        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            AuditTarget target = AuditTarget.offline(KafkaConnection.to(kafka.bootstrapServers()), registry);
            StateReading reading = new StateReading(target, Region.DEFAULT, AuditProgress.NONE);
            StateAt before = reading.at(ImmutableList.of(StatePlace.parse("0@" + (DAMAGED - 1))))
                    .get(0);
            assertThat(before.position()).map(Position::offset).contains((long) DAMAGED - 1);
            assertThatThrownBy(() -> reading.at(ImmutableList.of(StatePlace.parse("now"))))
                    .isInstanceOf(DamagedRecordException.class)
                    .hasMessageContaining("offset " + DAMAGED);
        }
    }

    private void decide(KafkaConnection connection, Path state) throws Exception {
        TopicAdmin.ensure(connection, 1, 1);
        try (CommandPublisher publisher = CommandPublisher.open(connection, new CommandCodec(registry));
                Projector projector = new Projector(ProjectorConfig.of(connection, state), registry, publisher)) {
            projector.start(Duration.ofSeconds(60));
            for (Command command : RandomCommands.log(7, COMMANDS, new Symbols())) {
                projector
                        .commandLog()
                        .submit(Region.DEFAULT, command)
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS);
            }
        }
    }

    private static void damage(Path segment) throws Exception {
        byte[] bytes = Files.readAllBytes(segment);
        int at = 0;
        for (int i = 0; i <= DAMAGED; i++) {
            // Each batch, of one record here, begins with its offset and its length.
            at += 12 + ByteBuffer.wrap(bytes).getInt(at + 8);
        }
        bytes[at - 1] ^= 1;
        Files.write(segment, bytes);
    }
}
