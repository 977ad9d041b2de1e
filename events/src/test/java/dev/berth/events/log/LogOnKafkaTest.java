package dev.berth.events.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.embedded.EmbeddedRegistry;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.Decoding;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.command.Sent;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Limits;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.Trait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log on a real broker, with a real registry. */
class LogOnKafkaTest {
    private static final int PARTITIONS = 3;

    private static EmbeddedKafka kafka;
    private static EmbeddedRegistry embeddedRegistry;
    private static KafkaConnection connection;
    private static SchemaRegistry registry;
    private static CommandCodec codec;
    private static CommandPublisher publisher;

    @BeforeAll
    static void start(@TempDir Path directory) {
        kafka = EmbeddedKafka.start(directory);
        embeddedRegistry = EmbeddedRegistry.start(kafka.bootstrapServers());
        connection = KafkaConnection.to(kafka.bootstrapServers());
        registry = SchemaRegistry.connect(embeddedRegistry.url());
        registry.registerSchemas();
        codec = new CommandCodec(registry);
        assertThat(TopicAdmin.ensure(connection, PARTITIONS, 1)).isEqualTo(PARTITIONS);
        publisher = CommandPublisher.open(connection, codec);
    }

    @AfterAll
    static void stop() {
        publisher.close();
        registry.close();
        embeddedRegistry.close();
        kafka.close();
    }

    @Test
    void leavesExistingTopicsAsTheyAre() {
        assertThat(TopicAdmin.ensure(connection, PARTITIONS + 1, 1)).isEqualTo(PARTITIONS);
    }

    @Test
    void namesWhatContradictsTheLog() throws Exception {
        set(Topics.DECISIONS.topic(), "retention.ms", "604800000");
        set(Topics.LOG.topic(), "message.timestamp.type", "CreateTime");
        try {
            assertThatThrownBy(() -> TopicAdmin.ensure(connection, PARTITIONS, 1))
                    .isInstanceOf(TopicsContradictException.class)
                    .hasMessageContaining("berth.log: message.timestamp.type is CreateTime but must be LogAppendTime")
                    .hasMessageContaining("berth.decisions: retention.ms is 604800000 but must be -1")
                    .hasMessageContaining("--add-config retention.ms=-1");
        } finally {
            set(Topics.DECISIONS.topic(), "retention.ms", "-1");
            set(Topics.LOG.topic(), "message.timestamp.type", "LogAppendTime");
        }
    }

    @Test
    void readsCommandsWhereAndAsTheyWerePublished() throws Exception {
        Region region = new Region("in-order");
        List<Position> positions = new ArrayList<>();
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            commands.add(command("CUSTOM_" + i));
            positions.add(publish(region, commands.get(i)));
        }
        List<LogRecord> records = read(region);
        assertThat(records).extracting(LogRecord::position).isSorted().containsExactlyElementsOf(positions);
        assertThat(records)
                .extracting(message -> codec.decode(message.value()))
                .containsExactlyElementsOf(commands.stream()
                        .<Decoding<Command>>map(Decoding.Decoded::new)
                        .toList());
        assertThat(positions)
                .allSatisfy(position -> assertThat(position.partition()).isEqualTo(Partitions.of(region, PARTITIONS)));
    }

    @Test
    void readsARegionFromAnyPlaceMoreThanOnce() throws Exception {
        Region region = new Region("again");
        List<Position> positions = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            positions.add(publish(region, command("CUSTOM_AGAIN_" + i)));
        }
        int[] each = {0};
        LogId id = TopicAdmin.logId(connection);
        try (RegionReader reader = RegionReader.openAnywhere(connection, id, codec, region, () -> each[0]++)) {
            for (int from : new int[] {20, 3, 29, 0}) {
                int to = Math.min(from + 5, positions.size());
                reader.seek(positions.get(from).offset(), positions.get(to - 1).offset() + 1);
                List<Position> read = new ArrayList<>();
                for (Optional<LogEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
                    read.add(next.get().position());
                }
                assertThat(read).isEqualTo(positions.subList(from, to));
            }
            assertThat(each[0]).isGreaterThanOrEqualTo(16);
            Position later = publish(region, command("CUSTOM_AGAIN_LATER"));
            assertThat(reader.refresh().end()).isGreaterThan(later.offset());
            reader.seek(later.offset(), Long.MAX_VALUE);
            assertThat(reader.nextPosition()).contains(later);
            long after = reader.firstAfter(positions.get(7).timestampMs());
            assertThat(after).isGreaterThan(positions.get(7).offset());
            reader.seek(after, after + 1);
            assertThat(reader.nextPosition().orElseThrow().timestampMs())
                    .isGreaterThan(positions.get(7).timestampMs());
            assertThat(reader.firstAfter(Long.MAX_VALUE / 2))
                    .isEqualTo(reader.refresh().end());
            assertThatThrownBy(() -> reader.seek(reader.refresh().end() + 1, Long.MAX_VALUE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected an offset from 0 to");
        }
    }

    @Test
    void takesTheTimeFromTheLogAndNotFromTheSender() throws Exception {
        Region region = new Region("late");
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                Topics.LOG.topic(), null, 1_000L, Partitions.key(region), codec.encode(command("CUSTOM_LATE")));
        send(message);
        assertThat(read(region))
                .singleElement()
                .satisfies(read -> assertThat(read.position().timestampMs()).isGreaterThan(1_600_000_000_000L));
    }

    @Test
    void handsOnWhatIsNoCommandForTheCodecToJudge() throws Exception {
        Region region = new Region("broken");
        send(new ProducerRecord<>(Topics.LOG.topic(), Partitions.key(region), new byte[] {1, 2, 3}));
        send(new ProducerRecord<>(Topics.LOG.topic(), Partitions.key(region), null));
        assertThat(read(region))
                .hasSize(2)
                .extracting(message -> codec.decode(message.value()))
                .hasOnlyElementsOfType(Decoding.Unreadable.class);
    }

    @Test
    void refusesARecordThatIsTooLongHoweverWellItIsCompressed() throws Exception {
        Region region = new Region("zeros");
        int tooLong = Topics.LOG.maxMessageBytes() + 1;
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "compression.type",
                "gzip",
                "max.request.size",
                2 * tooLong);
        try (KafkaProducer<byte[], byte[]> sender =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            assertThat(sender.send(new ProducerRecord<>(Topics.LOG.topic(), Partitions.key(region), new byte[tooLong])))
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(RecordTooLargeException.class);
            sender.send(new ProducerRecord<>(Topics.LOG.topic(), Partitions.key(region), new byte[1000]))
                    .get(20, TimeUnit.SECONDS);
        }
        assertThat(read(region))
                .singleElement()
                .satisfies(record -> assertThat(record.value()).hasSize(1000));
    }

    @Test
    void handsOnAForeignRecordAsOneOfNoRegion() throws Exception {
        Region region = new Region("abroad");
        int home = Partitions.of(region, PARTITIONS);
        int elsewhere = (home + 1) % PARTITIONS;
        byte[] key = Partitions.key(region);
        byte[] value = codec.encode(command("CUSTOM_ABROAD"));
        List<Position> sent = List.of(
                send(new ProducerRecord<>(Topics.LOG.topic(), home, key, value)),
                send(new ProducerRecord<>(Topics.LOG.topic(), elsewhere, key, value)));
        try (LogReader reader = LogReader.open(connection, Topics.LOG.topic(), ImmutableSortedMap.of(elsewhere, 0L))) {
            assertThat(readAll(reader))
                    .filteredOn(read -> sent.contains(read.position()))
                    .singleElement()
                    .satisfies(read -> assertThat(read.region()).isEmpty());
        }
        assertThat(read(region)).extracting(LogRecord::position).containsExactly(sent.get(0));
    }

    @Test
    void publishesToTheRegionsHomeWhateverPartitionerTheClientIsGiven() throws Exception {
        Region region = new Region("at-home");
        KafkaConnection roundRobin = new KafkaConnection(
                kafka.bootstrapServers(),
                ImmutableMap.of("partitioner.class", "org.apache.kafka.clients.producer.RoundRobinPartitioner"));
        try (CommandPublisher other = CommandPublisher.open(roundRobin, codec)) {
            for (int i = 0; i < 2 * PARTITIONS; i++) {
                Position position = other.publish(region, command("CUSTOM_" + i))
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS);
                assertThat(position.partition()).isEqualTo(Partitions.of(region, PARTITIONS));
            }
        }
    }

    @Test
    void doesNotAppendACommandThatIsTooLong() {
        ProviderId host = new ProviderId(UUID.randomUUID());
        ImmutableSortedSet<Trait> traits = IntStream.range(0, Limits.PROVIDER_TRAITS_MAX)
                .mapToObj(i -> Trait.of("CUSTOM_" + "X".repeat(200) + i))
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
        // Each of them is within its limits.
        Command tooLong = new ReportHost(
                new CommandId(UUID.randomUUID()),
                host,
                IntStream.range(0, 50)
                        .mapToObj(i -> new ReportedProvider(
                                i == 0 ? host : new ProviderId(new UUID(1, i)),
                                "p" + i,
                                i == 0 ? Optional.empty() : Optional.of(host),
                                ImmutableSortedMap.of(),
                                traits))
                        .collect(ImmutableList.toImmutableList()));
        assertThat(publisher.publish(Region.DEFAULT, tooLong))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(NotAppendedException.class)
                .withCauseInstanceOf(RecordTooLargeException.class);
    }

    @Test
    void tellsTheDigestOfTheRequestBesideItsCommand() throws Exception {
        Region region = new Region("keyed");
        Sha256 request = new Sha256(1, -2, 3, -4);
        publisher
                .publish(region, Sent.of(command("CUSTOM_KEYED")).withRequest(request))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        publish(region, command("CUSTOM_PLAIN"));
        assertThat(read(region))
                .extracting(message -> codec.decodeSent(message.value())
                        .orElseThrow(IllegalStateException::new)
                        .request())
                .containsExactly(Optional.of(request), Optional.empty());
    }

    @Test
    void doesNotSayThatNothingWasAppendedOfWhatABrokerMayHaveHad(@TempDir Path directory) throws Exception {
        EmbeddedKafka leaving = EmbeddedKafka.start(directory);
        TopicAdmin.ensure(KafkaConnection.to(leaving.bootstrapServers()), 1, 1);
        KafkaConnection hasty = new KafkaConnection(
                leaving.bootstrapServers(),
                ImmutableMap.of(
                        "max.block.ms", "500",
                        "request.timeout.ms", "300",
                        "delivery.timeout.ms", "1000",
                        // So that it goes on to believe in the broker that it knew.
                        "metadata.recovery.strategy", "none"));
        try (CommandPublisher late = CommandPublisher.open(hasty, codec)) {
            late.publish(Region.DEFAULT, command("CUSTOM_FIRST"))
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            leaving.close();
            // Kafka's client takes it into a batch, and nobody can say then whether the broker has had it.
            assertThat(late.publish(Region.DEFAULT, command("CUSTOM_SECOND")))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(org.apache.kafka.common.errors.TimeoutException.class);
        }
    }

    @Test
    void saysOfEachQuestionThatKafkaHasGone(@TempDir Path directory) {
        EmbeddedKafka leaving = EmbeddedKafka.start(directory);
        KafkaConnection there = new KafkaConnection(
                leaving.bootstrapServers(),
                ImmutableMap.of("default.api.timeout.ms", "2000", "request.timeout.ms", "1000"));
        TopicAdmin.ensure(there, 1, 1);
        try (LogReader reader = LogReader.open(there, Topics.LOG.topic())) {
            leaving.close();
            assertThatThrownBy(reader::refresh).isInstanceOf(KafkaUnreachableException.class);
            assertThatThrownBy(reader::extendToNow).isInstanceOf(KafkaUnreachableException.class);
            assertThatThrownBy(() -> reader.firstAt(0, 1))
                    .isInstanceOf(KafkaUnreachableException.class)
                    .hasMessageStartingWith("cannot read berth.log at " + there.bootstrapServers());
        } finally {
            leaving.close();
        }
    }

    @Test
    void goesOnWhenTheEndHasMoved() throws Exception {
        Region region = new Region("moving");
        publish(region, command("CUSTOM_ONE"));
        try (LogReader reader = LogReader.open(connection, Topics.LOG.topic())) {
            readAll(reader);
            Position second = publish(region, command("CUSTOM_TWO"));
            assertThat(reader.next()).isEmpty();
            reader.extendToNow();
            assertThat(reader.progress().remaining()).isEqualTo(1);
            assertThat(reader.next()).map(LogRecord::position).contains(second);
            assertThat(reader.next()).isEmpty();
            assertThat(reader.progress().isAtEnd()).isTrue();
        }
    }

    @Test
    void stopsWhereTheEndWasWhenItWasOpened() throws Exception {
        Region region = new Region("growing");
        Position first = publish(region, command("CUSTOM_ONE"));
        ImmutableSortedMap<Integer, Long> from = ImmutableSortedMap.of(first.partition(), first.offset());
        try (LogReader reader = LogReader.open(connection, Topics.LOG.topic(), from)) {
            Position second = publish(region, command("CUSTOM_TWO"));
            Position third = publish(region, command("CUSTOM_THREE"));
            assertThat(readAll(reader)).extracting(LogRecord::position).containsExactly(first);
            reader.extendToNow();
            assertThat(readAll(reader)).extracting(LogRecord::position).containsExactly(second, third);
        }
    }

    @Test
    void readsNothingTwiceWhenTheEndMovesMidway() throws Exception {
        Region region = new Region("moving-midway");
        Position first = publish(region, command("CUSTOM_ONE"));
        Position second = publish(region, command("CUSTOM_TWO"));
        ImmutableSortedMap<Integer, Long> from = ImmutableSortedMap.of(first.partition(), first.offset());
        try (LogReader reader = LogReader.open(connection, Topics.LOG.topic(), from)) {
            Position third = publish(region, command("CUSTOM_THREE"));
            assertThat(reader.next()).map(LogRecord::position).contains(first);
            reader.extendToNow();
            assertThat(readAll(reader)).extracting(LogRecord::position).containsExactly(second, third);
        }
    }

    @Test
    void readsFromAnOffsetOfOnePartition() throws Exception {
        Region region = new Region("from-offset");
        Position first = publish(region, command("CUSTOM_ONE"));
        Position second = publish(region, command("CUSTOM_TWO"));
        try (LogReader reader = LogReader.open(
                connection, Topics.LOG.topic(), ImmutableSortedMap.of(first.partition(), second.offset()))) {
            assertThat(reader.next()).map(LogRecord::position).contains(second);
            assertThat(reader.progress().partitions())
                    .singleElement()
                    .satisfies(partition -> assertThat(partition.next()).isEqualTo(second.offset() + 1));
        }
    }

    @Test
    void readsFromTheBeginningWhereTheOffsetWasCut() throws Exception {
        String topic = "cut";
        Map<String, Object> servers = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (Admin admin = Admin.create(servers);
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(servers, new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
            for (int i = 0; i < 4; i++) {
                producer.send(new ProducerRecord<>(topic, new byte[] {(byte) i}))
                        .get(30, TimeUnit.SECONDS);
            }
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        try (LogReader cut = LogReader.openAtOrBehind(connection, topic, 0, 1);
                LogReader whole = LogReader.openAtOrBehind(connection, topic, 0, 3)) {
            assertThat(readAll(cut))
                    .extracting(record -> record.position().offset())
                    .containsExactly(2L, 3L);
            assertThat(readAll(whole))
                    .extracting(record -> record.position().offset())
                    .containsExactly(3L);
        }
        assertThatThrownBy(() -> LogReader.openAtOrBehind(connection, topic, 0, 5))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAnOffsetThatIsNotThere() {
        assertThatThrownBy(() -> LogReader.open(connection, Topics.LOG.topic(), ImmutableSortedMap.of(0, 1_000_000L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("partition 0 of berth.log")
                .hasMessageContaining("1000000");
    }

    @Test
    void passesDecisionsThatWereNeverCommitted() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "decider"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            for (boolean isCommitted : new boolean[] {true, false, true, false}) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(
                        Topics.DECISIONS.topic(), new byte[1], new byte[] {(byte) (isCommitted ? 1 : 0)}));
                if (isCommitted) {
                    producer.commitTransaction();
                } else {
                    producer.flush();
                    producer.abortTransaction();
                }
            }
        }
        try (LogReader reader = LogReader.open(connection, Topics.DECISIONS.topic())) {
            assertThat(readAll(reader))
                    .hasSize(2)
                    .allSatisfy(message -> assertThat(message.value()).containsExactly(1));
            assertThat(reader.progress().isAtEnd()).isTrue();
        }
    }

    @Test
    void saysThatThereIsNoSuchTopic() {
        assertThatThrownBy(() -> LogReader.open(connection, "berth.nothing"))
                .isInstanceOf(KafkaUnreachableException.class)
                .hasMessageContaining("berth.nothing at " + kafka.bootstrapServers());
    }

    @Test
    void saysThatThereIsNoKafka() {
        KafkaConnection nowhere = new KafkaConnection(
                "127.0.0.1:1",
                ImmutableMap.of("max.block.ms", "300", "default.api.timeout.ms", "300", "request.timeout.ms", "200"));
        assertThatThrownBy(() -> TopicAdmin.ensure(nowhere, 1, 1)).isInstanceOf(KafkaUnreachableException.class);
        assertThatThrownBy(() -> CommandPublisher.open(nowhere, codec)).isInstanceOf(KafkaUnreachableException.class);
        assertThatThrownBy(() -> LogReader.open(nowhere, Topics.LOG.topic()))
                .isInstanceOf(KafkaUnreachableException.class)
                .hasMessageContaining("127.0.0.1:1");
    }

    private static Command command(String trait) {
        return new CreateTrait(new CommandId(UUID.randomUUID()), Trait.of(trait));
    }

    private static Position publish(Region region, Command command) throws Exception {
        return publisher.publish(region, command).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static List<LogRecord> read(Region region) {
        try (LogReader reader = LogReader.open(connection, Topics.LOG.topic())) {
            return readAll(reader).stream()
                    .filter(message -> message.region().equals(Optional.of(region)))
                    .toList();
        }
    }

    private static List<LogRecord> readAll(LogReader reader) {
        List<LogRecord> records = new ArrayList<>();
        for (Optional<LogRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
            records.add(next.get());
        }
        return records;
    }

    private static Position send(ProducerRecord<byte[], byte[]> message) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            RecordMetadata sent = producer.send(message).get(10, TimeUnit.SECONDS);
            return new Position(sent.partition(), sent.offset(), sent.timestamp());
        }
    }

    private static void set(String topic, String setting, String value) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        AlterConfigOp change = new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(change)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
    }
}
