package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.berth.auditor.Difference.Kind;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Logs forged at random places, one a partition: an audit says of each where. {@code -Dforgeries=200} forges so many,
 * {@code -Dseed=} as another time.
 */
final class RandomForgeriesTest {
    private static final int FORGERIES = Integer.getInteger("forgeries", 20);
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    /** The broker refuses times to come, and forgets producers whose records are old. */
    private static final long BEGAN_MS =
            System.currentTimeMillis() - Duration.ofHours(1).toMillis();

    private enum Forgery {
        FLIP(Kind.RECORD_CHANGED, Kind.RECORD_REPLACED, Kind.CHAIN_BREAKS, Kind.DECISION_DIFFERS),
        DROP(Kind.RECORD_DROPPED, Kind.LOG_CUT),
        INSERT(Kind.RECORD_INSERTED),
        SWAP(Kind.RECORD_SWAPPED),
        CUT_END(Kind.LOG_CUT),
        CUT_BEGINNING;

        private final Set<Kind> kinds;

        Forgery(Kind... kinds) {
            this.kinds = ImmutableSet.copyOf(kinds);
        }
    }

    private record Line(Region region, byte[] value) {}

    /** @param at the first offset at which the log is not the one that was decided */
    private record Forged(Forgery forgery, int at, List<Line> lines, String words) {}

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final SchemaRegistry registry = SchemaRegistry.inMemory();
    private final CommandCodec commands = new CommandCodec(registry);
    private final DecisionCodec decisions = new DecisionCodec(registry);
    private final List<Forged> all = new ArrayList<>();

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 14 s; run with -Dfaults=true")
    void locatesEachForgery(@TempDir Path directory) throws Exception {
        System.out.println(FORGERIES + " forgeries of seed " + SEED);
        registry.registerSchemas();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            KafkaConnection connection = KafkaConnection.to(kafka.bootstrapServers());
            forge(kafka.bootstrapServers(), connection);
            AuditReport report = AuditVerify.run(
                    new AuditTarget(connection, registry, Optional.empty(), Duration.ZERO), AuditProgress.NONE);
            for (int partition = 0; partition < FORGERIES; partition++) {
                isLocated(report, partition, all.get(partition));
            }
        }
    }

    private static void isLocated(AuditReport report, int partition, Forged forged) {
        String words = "seed " + SEED + ", partition " + partition + ": " + forged.words();
        if (forged.forgery() == Forgery.CUT_BEGINNING) {
            assertThat(report.uncompared()).as(words).anySatisfy(part -> {
                assertThat(part.partition()).isEqualTo(partition);
                assertThat(part.from()).isZero();
                assertThat(part.to()).isEqualTo(forged.at() - 1);
                assertThat(part.reason()).isEqualTo("these records were deleted");
            });
            return;
        }
        List<Difference> found = report.differences().stream()
                .filter(difference -> difference.partition() == partition)
                .toList();
        assertThat(found).as(words).first().satisfies(difference -> {
            assertThat(difference.offset()).as(difference.toString()).hasValue(forged.at());
            assertThat(difference.kind()).as(difference.toString()).isIn(forged.forgery().kinds);
        });
    }

    private void forge(String servers, KafkaConnection connection) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers);
        Map<String, String> keptForEver = Map.of("retention.ms", "-1");
        try (Admin admin = Admin.create(settings);
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(
                            new NewTopic(Topics.LOG.topic(), FORGERIES, (short) 1).configs(keptForEver),
                            new NewTopic(Topics.DECISIONS.topic(), FORGERIES, (short) 1).configs(keptForEver)))
                    .all()
                    .get();
            LogId logId = TopicAdmin.logId(connection);
            Map<TopicPartition, RecordsToDelete> deleted = new HashMap<>();
            for (int partition = 0; partition < FORGERIES; partition++) {
                List<Line> log = log(partition);
                send(producer, Topics.DECISIONS.topic(), partition, decide(logId, partition, log));
                Forged forged = forge(partition, log);
                all.add(forged);
                send(producer, Topics.LOG.topic(), partition, forged.lines());
                if (forged.forgery() == Forgery.CUT_BEGINNING) {
                    deleted.put(
                            new TopicPartition(Topics.LOG.topic(), partition),
                            RecordsToDelete.beforeOffset(forged.at()));
                }
            }
            producer.flush();
            admin.deleteRecords(deleted).all().get();
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, int partition, List<Line> lines) {
        long offset = 0;
        for (Line line : lines) {
            producer.send(new ProducerRecord<>(
                    topic, partition, time(offset++), Partitions.key(line.region()), line.value()));
        }
    }

    private static long time(long offset) {
        return BEGAN_MS + 1_000 * offset;
    }

    /** The commands of one to three regions of a partition, mixed. */
    private List<Line> log(int partition) {
        List<Region> regions = new ArrayList<>();
        int wanted = random.nextInt(1, 4);
        for (int i = 0; regions.size() < wanted; i++) {
            Region region = new Region("r" + i);
            if (Partitions.of(region, FORGERIES) == partition) {
                regions.add(region);
            }
        }
        int length = random.nextInt(10, 80);
        List<Line> lines = new ArrayList<>();
        for (Command command : RandomCommands.log(random.nextLong(), 2 * length, new Symbols()).stream()
                .distinct()
                .limit(length)
                .toList()) {
            lines.add(new Line(regions.get(random.nextInt(regions.size())), commands.encode(command)));
        }
        return lines;
    }

    private List<Line> decide(LogId logId, int partition, List<Line> log) {
        Map<Region, RegionFold> folds = new TreeMap<>();
        List<Line> decided = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            Region region = log.get(i).region();
            RegionFold.Taken taken = folds.getOrDefault(region, RegionFold.of(RegionView.empty(logId, region)))
                    .take(commands.decode(
                            new Position(partition, i, time(i)), log.get(i).value()));
            folds.put(region, taken.after());
            taken.decisions().forEach(decision -> decided.add(new Line(region, decisions.encode(decision))));
        }
        return decided;
    }

    private Forged forge(int partition, List<Line> log) {
        Forgery forgery = Forgery.values()[partition % Forgery.values().length];
        List<Line> lines = new ArrayList<>(log);
        int at = random.nextInt(log.size());
        Line there = log.get(at);
        String more = "";
        switch (forgery) {
            case FLIP -> {
                byte[] value = there.value().clone();
                int bit = random.nextInt(8 * value.length);
                value[bit / 8] ^= (byte) (1 << bit % 8);
                lines.set(at, new Line(there.region(), value));
                more = ", bit " + bit;
            }
            case DROP -> lines.remove(at);
            case INSERT ->
                lines.add(
                        at,
                        new Line(
                                there.region(),
                                commands.encode(new CreateTrait(
                                        new CommandId(new UUID(6, random.nextLong())), Trait.of("CUSTOM_FORGED")))));
            case SWAP -> {
                at = random.nextInt(log.size() - 1);
                int with = random.nextInt(at + 1, log.size());
                Collections.swap(lines, at, with);
                more = " with " + with;
            }
            case CUT_END -> lines.subList(at, lines.size()).clear();
            case CUT_BEGINNING -> at = random.nextInt(1, log.size());
        }
        return new Forged(forgery, at, lines, forgery + " at " + at + " of " + log.size() + more);
    }
}
