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
import dev.berth.events.log.LogPlace;
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
        damage(segment(dir, Topics.LOG.topic()), DAMAGED);

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
    void showsTheStatesAndTheUsageBeforeTheDamagedRecordAndNoneBehindIt(@TempDir Path dir) throws Exception {
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
        damage(segment(dir, Topics.LOG.topic()), DAMAGED);

        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            AuditTarget target = AuditTarget.offline(KafkaConnection.to(kafka.bootstrapServers()), registry);
            StateReading reading = new StateReading(target, Region.DEFAULT, AuditProgress.NONE);
            StateAt before = reading.at(ImmutableList.of(LogPlace.parse("0@" + (DAMAGED - 1))))
                    .get(0);
            assertThat(before.position()).map(Position::offset).contains((long) DAMAGED - 1);
            assertThatThrownBy(() -> reading.at(ImmutableList.of(LogPlace.parse("now"))))
                    .isInstanceOf(DamagedRecordException.class)
                    .hasMessageContaining("offset " + DAMAGED);

            RegionReading usage = new RegionReading(target, Region.DEFAULT, AuditProgress.NONE);
            long lastMs = before.position().orElseThrow().timestampMs();
            assertThat(usage.usage(0, lastMs, ImmutableList.of()).isPast()).isTrue();
            assertThatThrownBy(() -> usage.usage(0, Long.MAX_VALUE, ImmutableList.of()))
                    .isInstanceOf(DamagedRecordException.class);
        }
    }

    @Test
    void namesADamagedDecisionByItsOffsetInBerthDecisions(@TempDir Path dir) throws Exception {
        registry.registerSchemas();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            decide(KafkaConnection.to(kafka.bootstrapServers()), dir.resolve("state"));
        }
        Path decisions = segment(dir, Topics.DECISIONS.topic());
        long damaged = damage(decisions, lastOfRecords(Files.readAllBytes(decisions)));
        assertThat(damaged).isPositive();

        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            AuditReport report = AuditVerify.run(
                    AuditTarget.offline(KafkaConnection.to(kafka.bootstrapServers()), registry), AuditProgress.NONE);

            assertThat(report.exitCode()).isEqualTo(AuditReport.EXIT_INCOMPLETE);
            assertThat(report.differences()).singleElement().satisfies(difference -> {
                assertThat(difference.kind()).isEqualTo(Difference.Kind.RECORD_DAMAGED);
                assertThat(difference.place()).isEqualTo("partition 0, offset " + damaged + " of berth.decisions");
            });
            assertThat(report.isComplete()).isFalse();
            assertThat(ReportText.of(report))
                    .contains("partition 0, offset " + damaged + " of berth.decisions: record damaged")
                    .contains(" of berth.log: a record before their end is damaged")
                    .doesNotContain("identical");
        }
    }

    private static Path segment(Path dir, String topic) {
        return dir.resolve("kafka").resolve(topic + "-0").resolve("00000000000000000000.log");
    }

    private void decide(KafkaConnection connection, Path state) throws Exception {
        TopicAdmin.ensure(connection, 1, 1);
        try (CommandPublisher publisher = CommandPublisher.open(connection, new CommandCodec(registry));
                Projector projector = new Projector(ProjectorConfig.of(connection, state), registry, publisher)) {
            projector.start(Duration.ofSeconds(60));
            for (Command command : RandomCommands.log(7, COMMANDS, new Symbols())) {
                // Longer than from commit to commit, so that the decisions are in several transactions.
                TimeUnit.MILLISECONDS.sleep(250);
                projector
                        .commandLog()
                        .submit(Region.DEFAULT, command)
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS);
            }
        }
    }

    /** Turns a bit at the end of a batch, counted from 0, and says at which offset that begins. */
    private static long damage(Path segment, int batch) throws Exception {
        byte[] bytes = Files.readAllBytes(segment);
        int at = 0;
        for (int i = 0; i < batch; i++) {
            at += length(bytes, at);
        }
        bytes[at + length(bytes, at) - 1] ^= 1;
        Files.write(segment, bytes);
        return ByteBuffer.wrap(bytes).getLong(at);
    }

    /** The number of the last batch that holds more than the marker of a transaction. */
    private static int lastOfRecords(byte[] bytes) {
        int last = 0;
        int batch = 0;
        for (int at = 0; at + 12 < bytes.length && length(bytes, at) > 12; at += length(bytes, at)) {
            boolean isMarker = (bytes[at + 22] & 0x20) != 0;
            last = isMarker ? last : batch;
            batch++;
        }
        return last;
    }

    /** Each batch begins with its offset and its length. */
    private static int length(byte[] bytes, int at) {
        return 12 + ByteBuffer.wrap(bytes).getInt(at + 8);
    }
}
