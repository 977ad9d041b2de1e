package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.auditor.Difference.Kind;
import dev.berth.auditor.HeadProof.Verdict;
import dev.berth.auditor.proof.HeadFile;
import dev.berth.auditor.proof.SavedHead;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Trait;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RegionView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log of which a record was replaced, together with all decisions from there on, as somebody can who writes to both
 * topics. Nothing in Kafka shows it; heads that were saved before do.
 */
final class RewrittenLogTest {
    private static final int LENGTH = 60;
    private static final int AT = 40;
    private static final long BEGAN_MS =
            System.currentTimeMillis() - Duration.ofHours(1).toMillis();

    private final SchemaRegistry registry = SchemaRegistry.inMemory();
    private final CommandCodec commands = new CommandCodec(registry);
    private final DecisionCodec decisions = new DecisionCodec(registry);
    private LogId logId;

    /** What is decided of some records, and the region after each. */
    private record Decided(List<byte[]> decisions, List<RegionView> views) {}

    @Test
    void isFoundByHeadsAloneAndBetweenWhichOfThem(@TempDir Path dir) throws Exception {
        registry.registerSchemas();
        List<byte[]> log = new ArrayList<>();
        for (Command command : RandomCommands.log(4, 2 * LENGTH, new Symbols()).stream()
                .distinct()
                .limit(LENGTH)
                .toList()) {
            log.add(commands.encode(command));
        }
        List<byte[]> rewritten = new ArrayList<>(log);
        rewritten.set(AT, commands.encode(new CreateTrait(new CommandId(new UUID(6, 6)), Trait.of("CUSTOM_FORGED"))));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            KafkaConnection connection = KafkaConnection.to(kafka.bootstrapServers());
            makeTopics(kafka.bootstrapServers());
            logId = TopicAdmin.logId(connection);
            List<RegionView> right = decide(log).views();
            send(kafka.bootstrapServers(), Topics.LOG.topic(), rewritten);
            send(
                    kafka.bootstrapServers(),
                    Topics.DECISIONS.topic(),
                    decide(rewritten).decisions());

            AuditTarget target = new AuditTarget(connection, registry, Optional.empty(), Duration.ZERO);
            assertThat(AuditVerify.run(target, AuditProgress.NONE).isIdentical())
                    .isTrue();

            HeadFile before = saved(dir.resolve("before"), right.get(AT - 5));
            HeadFile there = saved(dir.resolve("there"), right.get(AT));
            HeadFile behind = saved(dir.resolve("behind"), right.get(LENGTH - 1));
            AuditReport report = AuditVerify.run(
                    target, AuditPlan.USUAL.withHeads(ImmutableList.of(behind, before, there)), AuditProgress.NONE);
            assertThat(report.exitCode()).isEqualTo(AuditReport.EXIT_DIFFERENT);
            assertThat(report.differences()).singleElement().satisfies(difference -> {
                assertThat(difference.kind()).isEqualTo(Kind.LOG_REWRITTEN);
                assertThat(difference.offset()).hasValue(AT);
                assertThat(difference.recorded())
                        .contains(
                                right.get(AT).chain().head().toString(),
                                dir.resolve("there").toString());
                assertThat(difference.refolded())
                        .contains("records or decisions were rewritten at or before this place")
                        .endsWith("; the head at 0@" + (AT - 5) + " is still there, so not before that");
            });
            assertThat(report.heads())
                    .extracting(HeadProof::verdict)
                    .containsExactly(Verdict.KEPT, Verdict.BROKEN, Verdict.BROKEN);
        }
    }

    private HeadFile saved(Path file, RegionView view) {
        HeadFile.write(
                file,
                HeadFile.text(
                        logId,
                        Instant.EPOCH,
                        ImmutableSortedMap.of(view.region(), SavedHead.of(view)),
                        Optional.empty()));
        return HeadFile.read(file, Optional.empty());
    }

    private Decided decide(List<byte[]> log) {
        RegionFold fold = RegionFold.of(RegionView.empty(logId, Region.DEFAULT));
        Decided decided = new Decided(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < log.size(); i++) {
            RegionFold.Taken taken = fold.take(commands.decode(new Position(0, i, time(i)), log.get(i)));
            fold = taken.after();
            taken.decisions().forEach(decision -> decided.decisions().add(decisions.encode(decision)));
            decided.views().add(fold.view());
        }
        return decided;
    }

    private static long time(long offset) {
        return BEGAN_MS + 1_000 * offset;
    }

    private static void makeTopics(String servers) throws Exception {
        Map<String, String> keptForEver = Map.of("retention.ms", "-1");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(
                            new NewTopic(Topics.LOG.topic(), 1, (short) 1).configs(keptForEver),
                            new NewTopic(Topics.DECISIONS.topic(), 1, (short) 1).configs(keptForEver)))
                    .all()
                    .get();
        }
    }

    private static void send(String servers, String topic, List<byte[]> values) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < values.size(); i++) {
                producer.send(new ProducerRecord<>(topic, 0, time(i), Partitions.key(Region.DEFAULT), values.get(i)));
            }
        }
    }
}
