package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Region;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audits, without a service, of a log whose decisions are not there yet, are there, and are there no more. */
final class LostDecisionsTest {
    private static final int LENGTH = 2_500;

    @Test
    void neverSaysIdenticalWithoutDecisionsToCompare(@TempDir Path directory) throws Exception {
        SchemaRegistry registry = SchemaRegistry.inMemory();
        registry.registerSchemas();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            KafkaConnection connection = KafkaConnection.to(kafka.bootstrapServers());
            TopicAdmin.ensure(connection, 1, 1);
            try (TestingService service = new TestingService(connection, registry)) {
                service.append(Region.DEFAULT, RandomCommands.log(3, LENGTH, new Symbols()));
                isIncomplete(audit(connection, registry), LENGTH, "no decision of them is recorded");

                service.decide();
                AuditReport whole = audit(connection, registry);
                assertThat(whole.exitCode()).isEqualTo(AuditReport.EXIT_IDENTICAL);
                assertThat(ReportText.of(whole)).endsWith("identical\n");
            }
            // More than are looked for ahead: what is left is compared, and not taken for unfounded.
            delete(kafka, LENGTH - 100);
            AuditReport cut = audit(connection, registry);
            assertThat(cut.decisions()).isEqualTo(100);
            isIncomplete(cut, LENGTH - 100, "berth.decisions begins at its offset " + (LENGTH - 100));

            delete(kafka, LENGTH);
            isIncomplete(audit(connection, registry), LENGTH, "berth.decisions begins at its offset " + LENGTH);
        }
    }

    private static void isIncomplete(AuditReport report, int commands, String reason) {
        assertThat(report.differences()).isEmpty();
        assertThat(report.exitCode()).isEqualTo(AuditReport.EXIT_INCOMPLETE);
        assertThat(report.uncompared()).singleElement().satisfies(part -> {
            assertThat(part.region()).hasValue(Region.DEFAULT.name());
            assertThat(part.from()).isZero();
            assertThat(part.to()).isEqualTo(commands - 1);
            assertThat(part.records()).isEqualTo(commands);
            assertThat(part.reason()).startsWith(reason);
        });
        assertThat(ReportText.of(report))
                .doesNotContain("identical")
                .endsWith("no difference, but not all could be compared\n");
    }

    private static void delete(EmbeddedKafka kafka, long before) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(Topics.DECISIONS.topic(), 0), RecordsToDelete.beforeOffset(before)))
                    .all()
                    .get();
        }
    }

    private static AuditReport audit(KafkaConnection connection, SchemaRegistry registry) {
        return AuditVerify.run(
                new AuditTarget(connection, registry, Optional.empty(), Duration.ZERO), AuditProgress.NONE);
    }
}
