package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Sent;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogPlace;
import dev.berth.events.log.NoPlaceException;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.RegionLog;
import dev.berth.events.log.RegionReader;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.Region;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.scenario.CommandReader;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.projector.moment.MomentLogs;
import dev.berth.projector.moment.Moments;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was so at places of a log on a real broker. */
final class StateReadingTest {
    /** Two regions that share a partition, and one that has another. */
    private static final Region EAST = new Region("east");

    private static final Region NEIGHBOUR = sharing(EAST);

    private static EmbeddedKafka kafka;
    private static SchemaRegistry registry;
    private static KafkaConnection connection;
    private static final List<Position> POSITIONS = new ArrayList<>();
    private static int commands;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        kafka = EmbeddedKafka.start(directory);
        connection = KafkaConnection.to(kafka.bootstrapServers());
        registry = SchemaRegistry.inMemory();
        registry.registerSchemas();
        TopicAdmin.ensure(connection, 3, 1);
        try (CommandPublisher publisher = CommandPublisher.open(connection, new CommandCodec(registry))) {
            for (int i = 0; i < 5; i++) {
                publish(publisher, NEIGHBOUR, "provider neighbour" + i);
                POSITIONS.add(publish(publisher, EAST, "provider cn" + i));
                // So that no two of them have the same time.
                Thread.sleep(3);
            }
        }
    }

    @AfterAll
    static void stop() {
        registry.close();
        kafka.close();
    }

    @Test
    void readsEachStateThatIsAskedForInOneGo() {
        ImmutableList<StateAt> states = read(
                EAST,
                POSITIONS.get(3).toString(),
                "now",
                Long.toString(POSITIONS.get(1).offset()));
        assertThat(states).extracting(StateReadingTest::names).containsExactly("cn0 cn1 cn2 cn3", all(), "cn0 cn1");
        assertThat(states.get(0).position()).contains(POSITIONS.get(3));
        assertThat(states.get(0).text()).startsWith("as after " + POSITIONS.get(3) + " of 20");
    }

    /** A record of another region in the same partition is a position as well: the one before it is in. */
    @Test
    void takesAPositionOfTheRegionsPartitionWhoeversRecordIsThere() {
        Position between =
                new Position(POSITIONS.get(2).partition(), POSITIONS.get(2).offset() - 1, 0);
        assertThat(names(read(EAST, between.toString()).get(0))).isEqualTo("cn0 cn1");
        assertThat(read(EAST, POSITIONS.get(0).partition() + "@0").get(0).position())
                .isEmpty();
    }

    @Test
    void takesATimeForTheLastRecordThatIsNotAfterIt() {
        Instant third = Instant.ofEpochMilli(POSITIONS.get(2).timestampMs());
        assertThat(names(read(EAST, third.toString()).get(0))).isEqualTo("cn0 cn1 cn2");
        assertThat(names(read(EAST, third.minusMillis(1).toString()).get(0))).isEqualTo("cn0 cn1");
        assertThat(names(read(EAST, Instant.now().toString()).get(0))).isEqualTo(all());
    }

    @Test
    void refusesPlacesThatAreNotThere() {
        int home = POSITIONS.get(0).partition();
        assertFails("nothing is at " + home + "@1000 yet: partition " + home + " of the log ends before", EAST, "1000");
        assertFails("expected a position of partition " + home, EAST, "7@0");
        assertFails("which is now, but got 2100-01-01T00:00:00Z", EAST, "2100-01-01T00:00:00Z");
        assertFails(
                "expected a position of partition " + home + ", where region east is at home",
                EAST,
                (home + 1) % 3 + "@0");
        assertFails(
                "expected a time that is not before partition " + home + " of the log, which begins at " + home
                        + "@0, 20",
                EAST,
                "1969-01-01T00:00:00Z");
        assertFails("the log has no record of region nowhere", new Region("nowhere"), "now");
    }

    @Test
    void saysWhereARegionHasStoppedBeforeThePosition() throws Exception {
        Region stopped = new Region("stopped");
        Position last;
        long bad;
        try (CommandPublisher publisher = CommandPublisher.open(connection, new CommandCodec(registry))) {
            publish(publisher, stopped, "provider cn0");
            bad = sendRaw(stopped, new byte[] {7}, null);
            last = publish(publisher, stopped, "provider cn1");
        }
        StateAt state = read(stopped, last.toString()).get(0);
        assertThat(names(state)).isEqualTo("cn0");
        assertThat(state.fold().stop().orElseThrow().position().offset()).isEqualTo(bad);
        assertThat(read(stopped, Long.toString(bad - 1)).get(0).fold().stop()).isEmpty();
    }

    /** As after a change of the leader. The record of an older time behind one of a newer is in the state. */
    @Test
    void saysWhereTheTimesOfTheLogGoBack(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka skewed = EmbeddedKafka.start(directory)) {
            KafkaConnection there = KafkaConnection.to(skewed.bootstrapServers());
            TopicAdmin.ensure(there, 1, 1);
            useTimesOfProducers(skewed);
            CommandCodec codec = new CommandCodec(registry);
            long[] times = {1_000, 5_000, 3_000, 9_000};
            for (int i = 0; i < times.length; i++) {
                send(skewed, Region.DEFAULT, codec.encode(sent("provider cn" + i)), times[i]);
            }
            StateReading reading =
                    new StateReading(AuditTarget.offline(there, registry), Region.DEFAULT, AuditProgress.NONE);
            StateAt state = reading.at(ImmutableList.of(LogPlace.parse("1970-01-01T00:00:04Z")))
                    .get(0);
            assertThat(names(state)).isEqualTo("cn0 cn1 cn2");
            assertThat(reading.notes())
                    .containsExactly("the times of the log go back: 0@1 is of 1970-01-01T00:00:05Z, and 0@2 behind it"
                            + " of 1970-01-01T00:00:03Z; 0@2 is the last that is not after 1970-01-01T00:00:04Z");
            assertSameAsTheService(there, directory.resolve("moments"));
        }
    }

    /** The same places mean the same there, and what is none is refused in the same words. */
    private static void assertSameAsTheService(KafkaConnection there, Path dir) {
        try (Moments moments = new Moments(logs(there), dir, 16, System::currentTimeMillis, () -> false)) {
            List<String> places = new ArrayList<>(List.of("now", "0", "0@3", "0@4", "4", "1@0"));
            for (int ms = 500; ms < 10_000; ms += 500) {
                places.add(Instant.ofEpochMilli(ms).toString());
            }
            for (String text : places) {
                LogPlace place = LogPlace.parse(text);
                StateReading reading =
                        new StateReading(AuditTarget.offline(there, registry), Region.DEFAULT, AuditProgress.NONE);
                Optional<Moments.Found> found;
                try {
                    found = Optional.of(moments.at(Region.DEFAULT, place, () -> {}));
                } catch (NoPlaceException none) {
                    assertThatThrownBy(() -> reading.at(ImmutableList.of(place)))
                            .as(text)
                            .isInstanceOf(AuditFailedException.class)
                            .hasMessage(none.getMessage());
                    continue;
                }
                StateAt state = reading.at(ImmutableList.of(place)).get(0);
                assertThat(state.view().position())
                        .as(text)
                        .isEqualTo(found.get().moment().view().position());
                assertThat(StateDigest.of(state.view()))
                        .as(text)
                        .isEqualTo(StateDigest.of(found.get().moment().view()));
                assertThat(reading.notes())
                        .as(text)
                        .hasSize(found.get().wentBack().isPresent() ? 1 : 0);
            }
        }
    }

    private static MomentLogs logs(KafkaConnection there) {
        LogId id = TopicAdmin.logId(there);
        return new MomentLogs() {
            @Override
            public LogId id() {
                return id;
            }

            @Override
            public RegionLog open(Region region, Runnable each) {
                return RegionReader.openAnywhere(there, id, new CommandCodec(registry), region, each);
            }
        };
    }

    /** What follows from records that are gone would be a guess, at whatever place. */
    @Test
    void refusesToTellOfALogWhoseBeginningWasDeleted(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka cut = EmbeddedKafka.start(directory)) {
            KafkaConnection there = KafkaConnection.to(cut.bootstrapServers());
            TopicAdmin.ensure(there, 1, 1);
            try (CommandPublisher publisher = CommandPublisher.open(there, new CommandCodec(registry))) {
                for (int i = 0; i < 3; i++) {
                    publish(publisher, Region.DEFAULT, "provider cn" + i);
                }
            }
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", cut.bootstrapServers()))) {
                admin.deleteRecords(Map.of(new TopicPartition(Topics.LOG.topic(), 0), RecordsToDelete.beforeOffset(2)))
                        .all()
                        .get();
            }
            for (String place : List.of("0", "2", "now", "2000-01-01T00:00:00Z", "2100-01-01T00:00:00Z")) {
                StateReading reading =
                        new StateReading(AuditTarget.offline(there, registry), Region.DEFAULT, AuditProgress.NONE);
                assertThatThrownBy(() -> reading.at(ImmutableList.of(LogPlace.parse(place))))
                        .as(place)
                        .isInstanceOf(AuditFailedException.class)
                        .hasMessageContaining("the log of region default begins at 0@2");
            }
        }
    }

    private static void assertFails(String message, Region region, String place) {
        assertThatThrownBy(() -> read(region, place))
                .isInstanceOf(AuditFailedException.class)
                .hasMessageContaining(message);
    }

    private static ImmutableList<StateAt> read(Region region, String... places) {
        StateReading reading = new StateReading(AuditTarget.offline(connection, registry), region, AuditProgress.NONE);
        ImmutableList<StateAt> states =
                reading.at(List.of(places).stream().map(LogPlace::parse).collect(ImmutableList.toImmutableList()));
        assertThat(reading.notes()).isEmpty();
        return states;
    }

    private static String names(StateAt state) {
        return String.join(
                " ",
                StreamSupport.stream(state.view().providers().all().spliterator(), false)
                        .map(Provider::name)
                        .sorted()
                        .toList());
    }

    private static String all() {
        return "cn0 cn1 cn2 cn3 cn4";
    }

    private static Region sharing(Region other) {
        int partition = Partitions.of(other, 3);
        for (int i = 0; ; i++) {
            Region region = new Region("neighbour" + i);
            if (Partitions.of(region, 3) == partition) {
                return region;
            }
        }
    }

    private static Position publish(CommandPublisher publisher, Region region, String line) {
        return publisher.publish(region, sent(line)).toCompletableFuture().join();
    }

    private static Sent sent(String line) {
        return Sent.of(new CommandReader(new Symbols()).read(new CommandId(new UUID(1, commands++)), line));
    }

    private static void useTimesOfProducers(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, Topics.LOG.topic()),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("message.timestamp.type", "CreateTime"),
                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private static long sendRaw(Region region, byte[] value, Long timestampMs) throws Exception {
        return send(kafka, region, value, timestampMs);
    }

    private static long send(EmbeddedKafka to, Region region, byte[] value, Long timestampMs) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", to.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            return producer.send(
                            new ProducerRecord<>(Topics.LOG.topic(), null, timestampMs, Partitions.key(region), value))
                    .get()
                    .offset();
        }
    }
}
