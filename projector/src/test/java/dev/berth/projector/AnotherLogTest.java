package dev.berth.projector;

import static dev.berth.projector.Commands.create;
import static dev.berth.projector.Commands.provider;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Region;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.projector.LogUnavailableException.Fate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A projector whose log, on a real broker, is not the one that its stores were decided from, or holds what is not at
 * home there.
 */
class AnotherLogTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Enough to join, wait for a term, restore and look at the log. */
    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    private static final Region EAST = new Region("east");

    @TempDir
    private Path dir;

    private final SchemaRegistry schemas = SchemaRegistry.inMemory();
    private EmbeddedKafka kafka;
    private KafkaConnection connection;
    private CommandPublisher publisher;

    @BeforeEach
    void start() {
        schemas.registerSchemas();
        startKafka(1);
    }

    @AfterEach
    void stop() {
        publisher.close();
        kafka.close();
    }

    @Test
    void takesNoCommandsFromATopicThatWasMadeAnewAndGoesOnReading() throws Exception {
        StateDigest before = decided(5);
        makeAnew();
        append(create(11));

        try (Projector projector = started()) {
            assertHalted(projector, "was created again");
            assertThat(StateDigest.of(projector.views().view(EAST))).isEqualTo(before);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 11 s; run with -Dfaults=true")
    void takesNoCommandsOnceTheTopicWasMadeAnewUnderIt() throws Exception {
        decided(5);
        try (Projector projector = started()) {
            makeAnew();
            append(create(11));

            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> projector.views().fault(EAST).isPresent());
            assertHalted(projector, "was created again");
            Awaitility.await().atMost(TIMEOUT).until(() -> projector.owner(EAST).equals(Owner.HERE));
            assertThat(projector.views().view(EAST).provider(provider(11))).isEmpty();
        }
    }

    @Test
    void takesNoCommandsFromALogThatEndsBeforeWhatWasDecidedOrHasSomethingElseThere() throws Exception {
        decided(3);
        Path copy = dir.resolve("copy");
        withKafkaStopped(() -> copy(logDir(), copy));
        StateDigest before = decided(6);
        withKafkaStopped(() -> {
            Utils.delete(logDir().toFile());
            copy(copy, logDir());
        });

        try (Projector projector = started()) {
            assertHalted(projector, "it ends at offset 3 but the record at offset 5 was decided");
            assertThat(StateDigest.of(projector.views().view(EAST))).isEqualTo(before);
        }

        append(create(11), create(12), create(13), create(14));
        try (Projector projector = started()) {
            assertHalted(projector, "another record is at offset 5");
            assertThat(StateDigest.of(projector.views().view(EAST))).isEqualTo(before);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "run with -Dfaults=true")
    void goesOnAfterTheRightLogWasPutBack() throws Exception {
        decided(3);
        Path old = dir.resolve("old");
        withKafkaStopped(() -> copy(logDir(), old));
        StateDigest before = decided(6);
        Path right = dir.resolve("right");
        withKafkaStopped(() -> {
            copy(logDir(), right);
            Utils.delete(logDir().toFile());
            copy(old, logDir());
        });
        try (Projector projector = started()) {
            assertThat(projector.health().isReady()).isFalse();
        }
        withKafkaStopped(() -> {
            Utils.delete(logDir().toFile());
            copy(right, logDir());
        });

        try (Projector projector = started()) {
            assertThat(projector.health().whyNotReady()).isEmpty();
            assertThat(StateDigest.of(projector.views().view(EAST))).isEqualTo(before);
            assertThat(submit(projector, EAST, create(21)).outcome()).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 10 s; run with -Dfaults=true")
    void decidesWhatIsLeftAnewOnceEverythingThatFollowedFromTheOldLogIsDeleted() throws Exception {
        decided(5);
        makeAnew();
        append(create(11));
        loseStores(0);

        try (Projector projector = started()) {
            assertThat(projector.health().whyNotReady()).isEmpty();
            assertThat(projector.views().view(EAST).provider(provider(11))).isPresent();
            assertThat(projector.views().view(EAST).provider(provider(1))).isEmpty();
            assertThat(submit(projector, EAST, create(1)).outcome()).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 14 s; run with -Dfaults=true")
    void saysThatItCannotReadPastATransactionThatSomebodyLeftOpen() throws Exception {
        try (Projector projector = started();
                KafkaProducer<byte[], byte[]> intruder = intruder()) {
            submit(projector, EAST, create(1));
            intruder.initTransactions();
            intruder.beginTransaction();
            intruder.send(new ProducerRecord<>(Topics.LOG.topic(), 0, null, new byte[] {9}));
            intruder.flush();
            append(create(2));

            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> projector.health().whyNotReady().stream()
                            .anyMatch(reason -> reason.contains("Partition 0: waits for log at 1 of ")
                                    && reason.contains("a transaction was left open")));
            assertThat(projector.health().pastHelp()).isEmpty();
            intruder.abortTransaction();
            Awaitility.await().atMost(TIMEOUT).until(() -> projector.health().isReady());
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() ->
                            projector.views().view(EAST).provider(provider(2)).isPresent());
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 14 s; run with -Dfaults=true")
    void catchesUpAtOnceAndStaysReadyThoughTheLogEndsInAnAbortedTransaction() throws Exception {
        StateDigest before = decided(3);
        try (KafkaProducer<byte[], byte[]> intruder = intruder()) {
            intruder.initTransactions();
            intruder.beginTransaction();
            intruder.send(new ProducerRecord<>(Topics.LOG.topic(), 0, null, new byte[] {9}));
            intruder.flush();
            intruder.abortTransaction();
        }

        try (Projector projector = projector()) {
            projector.start(AT_ONCE);
            assertThat(StateDigest.of(projector.views().view(EAST))).isEqualTo(before);
            Awaitility.await()
                    .during(Backlog.TIMEOUT.plusSeconds(2))
                    .atMost(TIMEOUT)
                    .until(() -> projector.health().isReady());
            assertThat(submit(projector, EAST, create(11)).outcome()).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "run with -Dfaults=true")
    void foldsTheLogAgainOnceStoresAndChangelogAreLostButNotTheOffsets() throws Exception {
        StateDigest before = decided(3);
        loseStores(3);

        try (Projector projector = projector()) {
            assertThat(seenWhileItStarts(projector))
                    .filteredOn(seen -> seen.state() == PartitionHealth.State.REBUILDING)
                    .as("it is told while it lasts")
                    .isNotEmpty()
                    .allSatisfy(seen -> {
                        assertThat(seen.of()).hasValue(3);
                        assertThat(seen.reason().orElseThrow())
                                .contains("there are no rows, but what is in the log before offset 3 was decided");
                    });
            assertThat(projector.health().whyNotReady()).isEmpty();
            assertThat(StateDigest.of(projector.views().view(EAST))).isEqualTo(before);
            assertThat(submit(projector, EAST, create(11)).outcome()).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 5 s; run with -Dfaults=true")
    void dropsRowsThatSomebodyPlantedBeforeAnythingWasDecided() throws Exception {
        try (Projector projector = started()) {
            assertThat(projector.views().regions()).isEmpty();
        }
        try (KafkaProducer<byte[], byte[]> intruder = new KafkaProducer<>(
                Map.of("bootstrap.servers", connection.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            byte[] key = "east\0c0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
            intruder.send(new ProducerRecord<>("berth-projector-regions-changelog", 0, key, new byte[] {1}))
                    .get(10, TimeUnit.SECONDS);
        }

        StateDigest after = decided(3);
        try (Projector projector = started()) {
            assertThat(StateDigest.of(projector.views().view(EAST))).isEqualTo(after);
        }
    }

    @Test
    void takesNoCommandsWhereStoresAreLostAndTheLogWasNotDecidedSoFar() throws Exception {
        decided(3);
        append(create(11), create(12));
        loseStores(5);

        try (Projector projector = started()) {
            assertHalted(projector, "but the last one in berth.decisions ends in");
            assertThatThrownBy(() -> projector.views().view(EAST)).hasMessageContaining("there are no rows");
        }
    }

    @Test
    void takesNoCommandsBehindRecordsThatWereNeverDecided() throws Exception {
        decided(3);
        append(create(11), create(12), create(13));
        commit(5);

        try (Projector projector = started()) {
            assertHalted(projector, "the record at offset 3 was never decided");
            assertThat(projector.views().view(EAST).provider(provider(3))).isPresent();
        }
        commit(3);
        try (Projector projector = started()) {
            assertThat(projector.health().whyNotReady()).isEmpty();
            assertThat(projector.views().view(EAST).provider(provider(11))).isPresent();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 5 s; run with -Dfaults=true")
    void readsTheSameLogAgainWithoutDecidingAnythingTwice() throws Exception {
        StateDigest before = decided(4);
        commit(0);

        try (Projector projector = started()) {
            assertThat(projector.health().whyNotReady()).isEmpty();
            assertThat(StateDigest.of(projector.views().view(EAST))).isEqualTo(before);
            assertThat(submit(projector, EAST, create(21)).outcome()).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 6 s; run with -Dfaults=true")
    void goesOnWhereAllThatWasCutOffHadBeenDecidedAndNotWhereItHadNot() throws Exception {
        decided(4);
        cutBefore(4);
        try (Projector projector = started()) {
            assertThat(projector.health().whyNotReady()).isEmpty();
            assertThat(submit(projector, EAST, create(21)).outcome()).isInstanceOf(Outcome.Accepted.class);
        }

        append(create(22), create(23), create(24));
        cutBefore(7);
        try (Projector projector = started()) {
            assertHalted(projector, "it begins at offset 7 but only the records up to offset 4 were decided");
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 5 s; run with -Dfaults=true")
    void answersAndDecidesThoughARecordOfItsRegionStandsInAnotherPartition() throws Exception {
        publisher.close();
        kafka.close();
        Utils.delete(dir.toFile());
        startKafka(2);
        int home = Partitions.of(EAST, 2);
        try (Projector projector = started()) {
            submit(projector, EAST, create(1));
            StateDigest before = StateDigest.of(projector.views().view(EAST));

            appendTo(1 - home, Partitions.key(EAST), new CommandCodec(schemas).encode(create(2)));
            appendTo(1 - home, Partitions.key(EAST), new byte[] {9, 9});
            appendTo(home, null, new byte[] {9, 9});
            appendTo(home, "no region\u001b[2J\n".getBytes(StandardCharsets.UTF_8), new byte[0]);
            Awaitility.await().atMost(TIMEOUT).until(() -> projector.foreignRecords() == 4);

            assertThat(StateDigest.of(projector.views().view(EAST))).isEqualTo(before);
            assertThat(projector.views().stopped(EAST)).isEmpty();
            assertThat(projector.health().whyNotReady()).isEmpty();
            assertThat(submit(projector, EAST, create(3)).outcome()).isInstanceOf(Outcome.Accepted.class);
        }
        try (Projector again = started()) {
            assertThat(again.health().whyNotReady()).isEmpty();
            assertThat(again.views().view(EAST).provider(provider(3))).isPresent();
            assertThat(again.views().view(EAST).provider(provider(2))).isEmpty();
        }
    }

    private void assertHalted(Projector projector, String reason) {
        assertThat(projector.health().whyNotReady())
                .singleElement(as(STRING))
                .contains("Partition 0: halted", "Partition 0 of berth.log", reason);
        assertThat(projector.health().pastHelp()).isEmpty();
        assertThatThrownBy(() -> submit(projector, EAST, create(99)))
                .hasCauseInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("Region east takes no commands.")
                .hasMessageContaining(reason)
                .cause()
                .asInstanceOf(type(LogUnavailableException.class))
                .extracting(LogUnavailableException::fate)
                .isEqualTo(Fate.NOT_APPENDED);
    }

    /** Has the first so many providers created, in one run of the projector; says what the region comes to. */
    private StateDigest decided(int providers) throws Exception {
        try (Projector projector = started()) {
            for (int i = 1; i <= providers; i++) {
                if (projector.views().view(EAST).provider(provider(i)).isEmpty()) {
                    submit(projector, EAST, create(i));
                }
            }
            return StateDigest.of(projector.views().view(EAST));
        }
    }

    private void startKafka(int partitions) {
        kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        connection = KafkaConnection.to(kafka.bootstrapServers());
        TopicAdmin.ensure(connection, partitions, 1);
        publisher = CommandPublisher.open(connection, new CommandCodec(schemas));
    }

    private interface FileWork {
        void run() throws IOException;
    }

    private void withKafkaStopped(FileWork work) throws IOException {
        publisher.close();
        kafka.close();
        work.run();
        startKafka(1);
    }

    private Path logDir() {
        return dir.resolve("kafka").resolve(Topics.LOG.topic() + "-0");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private void makeAnew() throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(Topics.LOG.topic())).all().get(10, TimeUnit.SECONDS);
        }
        Awaitility.await().atMost(TIMEOUT).ignoreExceptions().until(() -> TopicAdmin.ensure(connection, 1, 1) == 1);
        publisher.close();
        publisher = CommandPublisher.open(connection, new CommandCodec(schemas));
    }

    /** Deletes the stores and their changelogs, and leaves the group's offset at the given one. */
    private void loseStores(long committed) throws Exception {
        Utils.delete(dir.resolve("state").toFile());
        try (Admin admin = admin()) {
            List<String> changelogs = admin.listTopics().names().get(10, TimeUnit.SECONDS).stream()
                    .filter(topic -> topic.startsWith(ProjectorConfig.APPLICATION_ID))
                    .toList();
            admin.deleteTopics(changelogs).all().get(10, TimeUnit.SECONDS);
        }
        commit(committed);
    }

    /** Sets the group's offset. */
    private void commit(long offset) throws Exception {
        String group = ProjectorConfig.APPLICATION_ID;
        try (Admin admin = admin()) {
            // It keeps a place for an instance that has ended.
            admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get(10, TimeUnit.SECONDS);
            admin.alterConsumerGroupOffsets(
                            group, Map.of(new TopicPartition(Topics.LOG.topic(), 0), new OffsetAndMetadata(offset)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private void cutBefore(long offset) throws Exception {
        try (Admin admin = admin()) {
            admin.deleteRecords(Map.of(new TopicPartition(Topics.LOG.topic(), 0), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", connection.bootstrapServers()));
    }

    private void append(Command... commands) throws Exception {
        for (Command command : commands) {
            publisher.publish(EAST, command).toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    private void appendTo(int partition, byte[] key, byte[] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", connection.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.LOG.topic(), partition, key, value))
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private KafkaProducer<byte[], byte[]> intruder() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", connection.bootstrapServers(), "transactional.id", "intruder"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Everything that is told of the partition until the projector has started. */
    private static List<PartitionHealth> seenWhileItStarts(Projector projector) throws Exception {
        CompletableFuture<Void> start = CompletableFuture.runAsync(() -> {
            try {
                projector.start(TIMEOUT);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        List<PartitionHealth> seen = new ArrayList<>();
        while (!start.isDone()) {
            seen.addAll(projector.health().partitions());
            TimeUnit.MILLISECONDS.sleep(2);
        }
        start.join();
        return seen;
    }

    private Projector projector() {
        return new Projector(ProjectorConfig.of(connection, dir.resolve("state")), schemas, publisher);
    }

    private Projector started() throws InterruptedException {
        Projector projector = projector();
        projector.start(TIMEOUT);
        return projector;
    }

    private static Decision submit(Projector projector, Region region, Command command) throws Exception {
        return projector
                .commandLog()
                .submit(region, command)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }
}
