package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.auditor.Difference.Kind;
import dev.berth.auditor.proof.HeadFile;
import dev.berth.auditor.proof.SavedHead;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.command.CommandKind;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.log.DecidedPartitions;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.log.TopicsContradictException;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audits of a log, on a real broker, that was given more partitions than its regions were decided with. */
final class AddedPartitionsTest {
    private static final int NOW = 3;

    /** At home in another partition of three than the first. */
    private static final Region MOVED = Region.DEFAULT;

    /** At home in the first of any number. */
    private static final Region STAYS = stays();

    private final SchemaRegistry registry = SchemaRegistry.inMemory();
    private EmbeddedKafka kafka;
    private KafkaConnection connection;

    @BeforeEach
    void decideWithOnePartition(@TempDir Path directory) {
        assertThat(Partitions.of(MOVED, NOW)).isNotZero();
        registry.registerSchemas();
        kafka = EmbeddedKafka.start(directory);
        connection = KafkaConnection.to(kafka.bootstrapServers());
        TopicAdmin.ensure(connection, 1, 1);
        decide(20);
    }

    @AfterEach
    void stop() {
        kafka.close();
    }

    private void decide(int length) {
        try (TestingService service = new TestingService(connection, registry)) {
            for (Region region : List.of(MOVED, STAYS)) {
                List<Command> commands = RandomCommands.log(region.name().hashCode(), length, new Symbols());
                service.append(region, commands);
            }
            service.decide();
        }
    }

    @Test
    void saysThatPartitionsWereAddedAndNotWhatComesOfThat() throws Exception {
        add(Topics.LOG.topic(), Topics.DECISIONS.topic());

        AuditReport report = audit();

        assertThat(report.differences()).singleElement().satisfies(added -> {
            assertThat(added.kind()).isEqualTo(Kind.PARTITIONS_ADDED);
            assertThat(added.partition()).isZero();
            assertThat(added.recorded())
                    .isEqualTo("20 decisions of region default, decided here with fewer partitions");
            assertThat(added.refolded()).contains("among 3 partitions").contains("put the topics back");
        });
        assertThat(report.uncompared())
                .anySatisfy(range -> assertThat(range.toString()).contains("default"));
        assertThat(report.exitCode()).isEqualTo(AuditReport.EXIT_DIFFERENT);
    }

    /** As after a reset of the service, behind which it took the region for a new one. */
    @Test
    void comparesWhatWasDecidedSince() throws Exception {
        add(Topics.LOG.topic(), Topics.DECISIONS.topic());
        try (TestingService service = new TestingService(connection, registry)) {
            // What is there of it already was recorded before.
            service.record(STAYS, (n, decision) -> List.of());
            service.append(MOVED, RandomCommands.log(5, 10, new Symbols()));
            service.decide();
        }

        AuditReport report = audit();

        assertThat(report.differences()).extracting(Difference::kind).containsExactly(Kind.PARTITIONS_ADDED);
    }

    /** Somebody who may write to the decisions makes no added partitions of it. */
    @Test
    void saysNothingOfPartitionsBecauseOfAMisplacedDecision() throws Exception {
        add(Topics.LOG.topic(), Topics.DECISIONS.topic());
        AuditReport before = audit();
        // At home in the first partition; at that place of the second the log has nothing, or another's record.
        Decision forged = new Decision(
                new Position(1, 3, 5),
                new CommandId(new UUID(2, 2)),
                CommandKind.DELETE_PROVIDER,
                1,
                Outcome.accepted(),
                Sha256.NONE);
        recordIn(1, STAYS, forged);

        AuditReport report = audit();

        assertThat(before.differences()).hasSize(1);
        assertThat(report.differences())
                .extracting(Difference::kind)
                .containsExactly(Kind.PARTITIONS_ADDED, Kind.DECISION_UNFOUNDED);
        assertThat(report.differences().get(1).partition()).isEqualTo(1);
    }

    /** It would show what came since alone, as if there had been nothing before. */
    @Test
    void showsNothingOfARegionThatIsNotWhereItWas() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", connection.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(DecidedPartitions.CHANGELOG, 1, (short) 1)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
        range();
        add(Topics.LOG.topic(), Topics.DECISIONS.topic());

        assertThatThrownBy(this::range)
                .isInstanceOf(TopicsContradictException.class)
                .hasMessageContaining("it has 3 partitions and was decided with 1");
    }

    private LogRange range() {
        return LogRange.of(connection, Optional.of(MOVED), Optional.empty(), Optional.empty());
    }

    private void recordIn(int partition, Region region, Decision decision) {
        byte[] value = new DecisionCodec(registry).encode(decision);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", connection.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.DECISIONS.topic(), partition, Partitions.key(region), value));
        }
    }

    @Test
    void saysTheSameOfAHeadThatWasSavedBefore(@TempDir Path heads) throws Exception {
        LogId log = TopicAdmin.logId(connection);
        SavedHead moved = new SavedHead(MOVED, new Position(0, 7, 5), 8, Sha256.NONE);
        Path file = heads.resolve("head");
        HeadFile.write(file, HeadFile.text(log, Instant.EPOCH, ImmutableSortedMap.of(MOVED, moved), Optional.empty()));
        add(Topics.LOG.topic(), Topics.DECISIONS.topic());

        AuditReport report = AuditVerify.run(
                target(),
                AuditPlan.USUAL.withHeads(ImmutableList.of(HeadFile.read(file, Optional.empty()))),
                AuditProgress.NONE);

        assertThat(report.differences())
                .allSatisfy(added -> assertThat(added.kind()).isEqualTo(Kind.PARTITIONS_ADDED))
                .extracting(Difference::recorded)
                .anySatisfy(text -> assertThat(text).startsWith("a head of region default"));
        assertThat(report.exitCode()).isEqualTo(AuditReport.EXIT_DIFFERENT);
    }

    @Test
    void cannotAuditWhereTheLogAloneWasGivenMore() throws Exception {
        add(Topics.LOG.topic());
        assertThatThrownBy(this::audit)
                .isInstanceOf(AuditFailedException.class)
                .hasMessageContaining("the 3 of berth.log but found 1")
                .hasMessageContaining("put the topics back as they were");
    }

    private AuditReport audit() {
        return AuditVerify.run(target(), AuditProgress.NONE);
    }

    private AuditTarget target() {
        return new AuditTarget(connection, registry, Optional.empty(), Duration.ofMillis(500));
    }

    private void add(String... topics) throws Exception {
        Map<String, NewPartitions> more = new HashMap<>();
        for (String topic : topics) {
            more.put(topic, NewPartitions.increaseTo(NOW));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", connection.bootstrapServers()))) {
            admin.createPartitions(more).all().get(10, TimeUnit.SECONDS);
        }
    }

    private static Region stays() {
        int n = 0;
        while (Partitions.of(new Region("stays-" + n), NOW) != 0) {
            n++;
        }
        return new Region("stays-" + n);
    }
}
