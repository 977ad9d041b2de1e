package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.Decoding;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A log and its decisions, and on a broker what forgers have made of them, one forgery a partition. */
final class ForgedTopics {
    static final int LENGTH = 60;
    static final int AT = 24;
    static final int FAR = 41;

    /** The broker refuses times to come, and forgets producers whose records are old. */
    private static final long BEGAN_MS =
            System.currentTimeMillis() - Duration.ofHours(1).toMillis();

    /** One partition each, in this order. */
    enum Forgery {
        NONE,
        FLIPPED,
        MADE_UNREADABLE,
        DROPPED,
        INSERTED,
        SWAPPED,
        SWAPPED_FAR,
        REPLACED,
        END_CUT,
        BEGINNING_CUT,
        DECISION_FLIPPED,
        DECISION_DROPPED,
        DECISION_INSERTED,
        DECISION_DOUBLED,
        DECISION_SWAPPED,
        DECISION_REPLACED,
        DECISIONS_CUT,
        DECISIONS_GONE,
        DECISIONS_END_CUT
    }

    private record Line(Region region, byte[] value) {}

    private final KafkaConnection connection;
    private final CommandCodec commands;
    private final DecisionCodec decisions;
    private LogId logId;

    ForgedTopics(KafkaConnection connection, SchemaRegistry registry) {
        this.connection = connection;
        this.commands = new CommandCodec(registry);
        this.decisions = new DecisionCodec(registry);
    }

    /** Makes the topics. */
    void make() throws Exception {
        Map<String, Object> servers = Map.of("bootstrap.servers", connection.bootstrapServers());
        Map<String, String> keptForEver = Map.of("retention.ms", "-1");
        int partitions = Forgery.values().length;
        try (Admin admin = Admin.create(servers);
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(servers, new ByteArraySerializer(), new ByteArraySerializer())) {
            // A forger of the files of a broker keeps the times; here the records are given theirs.
            admin.createTopics(List.of(
                            new NewTopic(Topics.LOG.topic(), partitions, (short) 1).configs(keptForEver),
                            new NewTopic(Topics.DECISIONS.topic(), partitions, (short) 1).configs(keptForEver)))
                    .all()
                    .get();
            logId = TopicAdmin.logId(connection);
            for (Forgery forgery : Forgery.values()) {
                int partition = forgery.ordinal();
                List<Line> log = log(partition, partitions);
                List<Line> decided = decide(partition, log);
                send(producer, Topics.LOG.topic(), partition, forgeLog(forgery, log));
                send(producer, Topics.DECISIONS.topic(), partition, forgeDecisions(forgery, decided));
            }
            admin.deleteRecords(Map.of(
                            new TopicPartition(Topics.LOG.topic(), Forgery.BEGINNING_CUT.ordinal()),
                            RecordsToDelete.beforeOffset(AT),
                            new TopicPartition(Topics.DECISIONS.topic(), Forgery.DECISIONS_CUT.ordinal()),
                            RecordsToDelete.beforeOffset(AT),
                            new TopicPartition(Topics.DECISIONS.topic(), Forgery.DECISIONS_GONE.ordinal()),
                            RecordsToDelete.beforeOffset(LENGTH)))
                    .all()
                    .get();
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, String topic, int partition, List<Line> lines)
            throws Exception {
        long offset = 0;
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Line line : lines) {
            sent.add(producer.send(new ProducerRecord<>(
                    topic, partition, time(offset++), Partitions.key(line.region()), line.value())));
        }
        producer.flush();
        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
    }

    private long time(long offset) {
        return BEGAN_MS + 1_000 * offset;
    }

    /** The commands of two regions of a partition in turn. */
    private List<Line> log(int partition, int partitions) {
        List<Region> regions = new ArrayList<>();
        for (int i = 0; regions.size() < 2; i++) {
            Region region = new Region("r" + i);
            if (Partitions.of(region, partitions) == partition) {
                regions.add(region);
            }
        }
        List<Line> lines = new ArrayList<>();
        for (Command command : RandomCommands.log(partition, 2 * LENGTH, new Symbols()).stream()
                .distinct()
                .limit(LENGTH)
                .toList()) {
            lines.add(new Line(regions.get(lines.size() / 3 % 2), commands.encode(command)));
        }
        assertThat(lines).hasSize(LENGTH);
        return lines;
    }

    private List<Line> decide(int partition, List<Line> log) {
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
        assertThat(decided).hasSize(LENGTH);
        return decided;
    }

    private List<Line> forgeLog(Forgery forgery, List<Line> log) {
        List<Line> forged = new ArrayList<>(log);
        Line there = log.get(AT);
        switch (forgery) {
            case FLIPPED -> forged.set(AT, new Line(there.region(), flippedSoThatItIsReadable(there.value())));
            case MADE_UNREADABLE -> forged.set(AT, new Line(there.region(), flipped(there.value(), 0)));
            case DROPPED -> forged.remove(AT);
            case INSERTED -> forged.add(AT, another(there.region()));
            case SWAPPED -> Collections.swap(forged, AT, AT + 1);
            case SWAPPED_FAR -> Collections.swap(forged, AT, FAR);
            case REPLACED -> forged.set(AT, another(there.region()));
            case END_CUT -> forged.subList(AT, LENGTH).clear();
            default -> {}
        }
        return forged;
    }

    private List<Line> forgeDecisions(Forgery forgery, List<Line> decided) {
        List<Line> forged = new ArrayList<>(decided);
        Line there = decided.get(AT);
        Decision right = ((Decoding.Decoded<Decision>) decisions.decode(there.value())).value();
        switch (forgery) {
            case DECISION_FLIPPED -> forged.set(AT, new Line(there.region(), flipped(there.value(), 0)));
            case DECISION_DROPPED -> forged.remove(AT);
            case DECISION_INSERTED ->
                forged.add(AT, new Line(there.region(), encoded(right, AT + 1_000, right.commandId())));
            case DECISION_DOUBLED -> forged.add(AT + 5, there);
            case DECISION_SWAPPED -> Collections.swap(forged, AT, AT + 1);
            case DECISION_REPLACED ->
                forged.set(AT, new Line(there.region(), encoded(right, AT, new CommandId(new UUID(5, 5)))));
            case DECISIONS_END_CUT -> forged.subList(AT, LENGTH).clear();
            default -> {}
        }
        return forged;
    }

    private byte[] encoded(Decision like, long offset, CommandId id) {
        return decisions.encode(new Decision(
                new Position(like.position().partition(), offset, time(offset)),
                id,
                like.commandKind(),
                like.rulesVersion(),
                Outcome.accepted(),
                like.chain()));
    }

    private Line another(Region region) {
        return new Line(
                region, commands.encode(new CreateTrait(new CommandId(new UUID(6, 6)), Trait.of("CUSTOM_FORGED"))));
    }

    private byte[] flipped(byte[] value, int at) {
        byte[] other = value.clone();
        other[at] ^= 1;
        return other;
    }

    /** With one bit turned so that it is the same command by its id, with another content. */
    private byte[] flippedSoThatItIsReadable(byte[] value) {
        Position position = new Position(0, 0, 0);
        CommandId id = id(commands.decode(position, value)).orElseThrow();
        for (int i = value.length - 1; i >= 0; i--) {
            byte[] other = flipped(value, i);
            if (id(commands.decode(position, other)).equals(Optional.of(id))) {
                return other;
            }
        }
        throw new AssertionError("expected a byte that can be turned");
    }

    private Optional<CommandId> id(LogEntry entry) {
        return entry instanceof LogEntry.Readable readable
                ? Optional.of(readable.command().commandId())
                : Optional.empty();
    }
}
