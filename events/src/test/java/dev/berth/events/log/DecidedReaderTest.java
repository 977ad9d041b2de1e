package dev.berth.events.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.embedded.EmbeddedRegistry;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.Trait;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What is decided, read from a real broker to which decisions are written as the projector writes them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DecidedReaderTest {
    private static final Region EAST = new Region("east");
    private static final Region WEST = new Region("west");

    private static EmbeddedKafka kafka;
    private static EmbeddedRegistry embeddedRegistry;
    private static KafkaConnection connection;
    private static SchemaRegistry registry;
    private static CommandPublisher publisher;
    private static KafkaProducer<byte[], byte[]> decider;
    private static LogReader committed;

    @BeforeAll
    static void start(@TempDir Path directory) {
        kafka = EmbeddedKafka.start(directory);
        embeddedRegistry = EmbeddedRegistry.start(kafka.bootstrapServers());
        connection = KafkaConnection.to(kafka.bootstrapServers());
        registry = SchemaRegistry.connect(embeddedRegistry.url());
        registry.registerSchemas();
        TopicAdmin.ensure(connection, 1, 1);
        publisher = CommandPublisher.open(connection, new CommandCodec(registry));
        decider = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "decider"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        decider.initTransactions();
        committed = LogReader.openHome(connection, Topics.DECISIONS.topic(), EAST);
    }

    @AfterAll
    static void stop() {
        committed.close();
        decider.close();
        publisher.close();
        registry.close();
        embeddedRegistry.close();
        kafka.close();
    }

    @Test
    @Order(1)
    void beginsWhereNothingWasDecidedYetAndGoesOnFromThere() throws Exception {
        Position first;
        DecidedFrom.Behind nothing;
        try (DecidedReader now = open(DecidedFrom.NOW)) {
            nothing = now.last().orElseThrow();
            assertThat(nothing.offset()).isEqualTo(-1);
            first = publish(EAST);
            now.follow();
            assertThat(now.next()).as("it is in the log, and not decided").isEmpty();
            decide(EAST, first);
            assertThat(rest(now)).containsExactly(first.offset());
        }
        try (DecidedReader again = open(nothing)) {
            assertThat(rest(again)).containsExactly(first.offset());
        }
    }

    @Test
    @Order(2)
    void showsNothingOfATransactionThatIsAborted() throws Exception {
        try (DecidedReader now = open(DecidedFrom.NOW)) {
            Position position = publish(EAST);
            decider.beginTransaction();
            send(EAST, position);
            decider.flush();
            assertThat(rest(now)).as("not committed").isEmpty();
            decider.abortTransaction();
            assertThat(rest(now)).as("aborted").isEmpty();
            decide(EAST, position);
            assertThat(rest(now)).as("decided again").containsExactly(position.offset());
        }
    }

    @Test
    @Order(3)
    void resumesBehindEachEventWithoutGapOrDouble() throws Exception {
        long begin = RegionReader.home(connection, EAST).end();
        List<Position> positions = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            positions.add(publish(i % 3 == 2 ? WEST : EAST));
        }
        // What is at 4 waited where its region had stopped, and is decided behind what is at 10.
        List<Integer> order = List.of(0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 4, 11);
        for (int i : order) {
            decide(
                    i % 3 == 2 ? WEST : EAST,
                    positions.get(i),
                    positions.get(i == 4 ? 10 : i).timestampMs());
        }
        List<Long> east = order.stream()
                .filter(i -> i % 3 != 2)
                .map(i -> positions.get(i).offset())
                .toList();
        try (DecidedReader all = open(at(begin))) {
            assertThat(all.last()).isEmpty();
            assertThat(rest(all)).isEqualTo(east);
        }
        for (int i = 0; i < east.size(); i++) {
            try (DecidedReader behind = open(new DecidedFrom.Behind(0, east.get(i)))) {
                assertThat(rest(behind)).as("behind " + east.get(i)).isEqualTo(east.subList(i + 1, east.size()));
            }
        }
        try (DecidedReader from = open(at(begin + 6))) {
            assertThat(rest(from))
                    .isEqualTo(east.stream().filter(o -> o >= begin + 6).toList());
        }
        try (DecidedReader since = open(new DecidedFrom.At(
                new LogPlace.Time(Instant.ofEpochMilli(positions.get(0).timestampMs()))))) {
            assertThat(rest(since)).containsAll(east);
        }
    }

    @Test
    @Order(4)
    void showsTheCommandThatWasDecided() throws Exception {
        Position position = publish(EAST);
        decide(EAST, position);
        try (DecidedReader reader = open(at(position.offset()))) {
            DecidedCommand found = reader.next().orElseThrow();
            assertThat(found.region()).isEqualTo(EAST);
            assertThat(found.position()).isEqualTo(position);
            assertThat(found.entry())
                    .isInstanceOfSatisfying(
                            LogEntry.Readable.class,
                            readable -> assertThat(readable.command().commandId())
                                    .isEqualTo(found.decision().commandId()));
        }
    }

    @Test
    @Order(5)
    void refusesPlacesThatAreNotThere() throws Exception {
        long end = RegionReader.home(connection, EAST).end();
        assertThatThrownBy(() -> open(at(end + 1))).hasMessageContaining("nothing is at 0@" + (end + 1) + " yet");
        assertThatThrownBy(() -> open(new DecidedFrom.Behind(0, end))).hasMessageContaining("yet");
        assertThatThrownBy(() -> open(new DecidedFrom.Behind(3, 1))).hasMessageContaining("a position of partition 0");
        assertThatThrownBy(() -> open(new DecidedFrom.At(new LogPlace.At(2, 1))))
                .hasMessageContaining("a position of partition 0");
        assertThatThrownBy(() ->
                        open(new DecidedFrom.At(new LogPlace.Time(Instant.now().plusSeconds(60)))))
                .hasMessageContaining("expected a time that is not after");
        Position undecided = publish(EAST);
        assertThatThrownBy(() -> open(new DecidedFrom.Behind(0, undecided.offset())))
                .hasMessageContaining("nothing is decided of " + undecided);
        decide(EAST, undecided);
    }

    @Test
    @Order(6)
    void refusesWhatWasCut() throws Exception {
        Position kept = publish(EAST);
        decide(EAST, kept);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(Topics.LOG.topic(), 0), RecordsToDelete.beforeOffset(kept.offset())))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            assertThatThrownBy(() -> open(new DecidedFrom.Behind(0, 1)))
                    .isInstanceOfSatisfying(
                            NoPlaceException.class,
                            cut -> assertThat(cut.reason()).isEqualTo(NoPlaceException.Reason.CUT))
                    .hasMessageContaining("begins at " + kept);
            assertThatThrownBy(() -> open(at(1))).hasMessageContaining("begins at " + kept);
            assertThatThrownBy(() -> open(new DecidedFrom.At(new LogPlace.Time(Instant.EPOCH))))
                    .hasMessageContaining("begins at " + kept);
            long decisionsEnd;
            try (LogReader decisions = LogReader.openHome(connection, Topics.DECISIONS.topic(), EAST)) {
                decisionsEnd = decisions.progress().partitions().get(0).end();
            }
            Position later = publish(EAST);
            decide(EAST, later);
            admin.deleteRecords(Map.of(
                            new TopicPartition(Topics.DECISIONS.topic(), 0),
                            RecordsToDelete.beforeOffset(decisionsEnd)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            assertThatThrownBy(() -> open(at(kept.offset())))
                    .hasMessageContaining("is not known any more")
                    .hasMessageContaining("begins at its offset " + decisionsEnd);
        }
    }

    private static DecidedFrom at(long offset) {
        return new DecidedFrom.At(new LogPlace.Offset(offset));
    }

    private static DecidedReader open(DecidedFrom from) {
        return DecidedReader.open(
                connection,
                new CommandCodec(registry),
                new DecisionCodec(registry),
                EAST,
                from,
                () -> {},
                System.currentTimeMillis());
    }

    private static List<Long> rest(DecidedReader reader) {
        List<Long> offsets = new ArrayList<>();
        reader.follow();
        for (Optional<DecidedCommand> next = reader.next(); next.isPresent(); next = reader.next()) {
            offsets.add(next.get().position().offset());
        }
        assertThat(reader.isAtEnd()).isTrue();
        return offsets;
    }

    private static final Map<Long, CommandId> IDS = new HashMap<>();

    private static Position publish(Region region) throws Exception {
        CommandId id = new CommandId(UUID.randomUUID());
        Position position = publisher
                .publish(region, Sent.of(new CreateTrait(id, Trait.of("CUSTOM_A"))))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        IDS.put(position.offset(), id);
        return position;
    }

    private static void decide(Region region, Position position) throws Exception {
        decide(region, position, position.timestampMs());
    }

    private static void decide(Region region, Position position, long timestampMs) throws Exception {
        decider.beginTransaction();
        send(region, position, timestampMs);
        decider.commitTransaction();
        // A transaction is committed a moment before those who read what is committed see it.
        for (long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                committed.next().isEmpty();
                committed.extendToNow()) {
            assertThat(System.nanoTime()).isLessThan(untilNs);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static void send(Region region, Position position) {
        send(region, position, position.timestampMs());
    }

    private static void send(Region region, Position position, long timestampMs) {
        Decision decision = new Decision(
                position,
                IDS.get(position.offset()),
                CommandKind.CREATE_TRAIT,
                1,
                Outcome.accepted(ImmutableList.of()),
                Sha256.NONE);
        decider.send(new ProducerRecord<>(
                Topics.DECISIONS.topic(),
                0,
                timestampMs,
                Partitions.key(region),
                new DecisionCodec(registry).encode(decision)));
    }
}
