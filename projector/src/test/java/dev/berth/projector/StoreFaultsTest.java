package dev.berth.projector;

import static dev.berth.projector.Commands.claim;
import static dev.berth.projector.Commands.claimDevices;
import static dev.berth.projector.Commands.create;
import static dev.berth.projector.Commands.inventory;
import static dev.berth.projector.Commands.release;
import static dev.berth.projector.Commands.reportWithDevices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Region;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.projector.store.RegionStore;
import dev.berth.projector.store.StoredQuery;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Stores whose files or changelog are not what was written: what was acknowledged is there again all the same. */
class StoreFaultsTest {
    private static final Region EAST = new Region("east");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String CHANGELOG = ProjectorConfig.APPLICATION_ID + "-" + RegionStore.NAME + "-changelog";
    private static final int GUESTS = 300;

    @TempDir
    private Path dir;

    private EmbeddedKafka kafka;
    private KafkaConnection connection;
    private SchemaRegistry schemas;
    private CommandPublisher publisher;

    /** What the region had come to when the projector was closed. */
    private StateDigest before;

    @BeforeEach
    void fill() throws Exception {
        schemas = SchemaRegistry.inMemory();
        schemas.registerSchemas();
        startKafka();
        try (Projector projector = started()) {
            List<Command> commands = new ArrayList<>(List.of(create(1), inventory(1, 0, GUESTS)));
            for (int guest = 1; guest <= GUESTS; guest++) {
                commands.add(claim(guest, 1, 1));
            }
            commands.add(reportWithDevices(2, 4));
            commands.add(claimDevices(GUESTS + 1, 2, 2));
            submit(projector, commands);
            before = StateDigest.of(projector.views().view(EAST));
        }
    }

    private void startKafka() {
        kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        connection = KafkaConnection.to(kafka.bootstrapServers());
        TopicAdmin.ensure(connection, 1, 1);
        publisher = CommandPublisher.open(connection, new CommandCodec(schemas));
    }

    @AfterEach
    void stop() {
        publisher.close();
        kafka.close();
    }

    @Test
    void losesNothingOverAFlippedBitInABlockOfRows() throws Exception {
        // The rows of consumers lie in the middle of the file.
        Path rows = largest(".sst");
        flip(rows, Files.size(rows) / 2);
        assertRestored("is not what was committed last");
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 6 s; run with -Dfaults=true")
    void losesNothingOverAFlippedBitInTheFirstBlockOfRows() throws Exception {
        // Where a store that cannot be read looks like an empty one. The log cannot stand in for its beginning.
        cutLog();
        flip(largest(".sst"), 10);
        assertRestored("rows cannot be read");
    }

    @Test
    void goesOnFromAnOlderCopyOfItsDisk() throws Exception {
        copy(dir.resolve("state"), dir.resolve("older"));
        try (Projector projector = started()) {
            submit(projector, List.of(release(1), release(2), claim(GUESTS + 2, 1, 1), claim(GUESTS + 3, 1, 1)));
            before = StateDigest.of(projector.views().view(EAST));
        }
        Utils.delete(dir.resolve("state").toFile());
        copy(dir.resolve("older"), dir.resolve("state"));

        try (Said said = new Said()) {
            assertUnharmed();
            assertThat(said.lines()).noneMatch(line -> line.contains("committed last"));
        }
        assertSound();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 13 s; run with -Dfaults=true")
    void losesNothingOverFilesThatAreMissingOrCutOff() throws Exception {
        Files.delete(largest(".sst"));
        assertRestored("cannot be opened");

        Path rows = largest(".sst");
        cut(rows, Files.size(rows) / 2);
        assertRestored("cannot be opened");

        for (Path manifest : files("MANIFEST")) {
            cut(manifest, 10);
        }
        assertRestored("cannot be opened");
    }

    /** As it is left where RocksDB came upon a damaged block while it merged files. */
    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 6 s; run with -Dfaults=true")
    void losesNothingOverFilesThatWereFoundDamagedWhileTheyWereWritten() throws Exception {
        Path task = files("CURRENT").get(0).getParent().getParent().getParent();
        Path mark = task.resolve(RegionStore.NAME + ".damaged");
        Files.write(mark, new byte[0]);
        assertRestored("were found damaged");
        assertThat(mark).doesNotExist();
    }

    @Test
    void losesNothingOverATombstoneThatSomebodyPlantedInTheChangelog() throws Exception {
        plant(consumerKey(7), null);

        try (Said said = new Said()) {
            assertUnharmed();
            assertThat(said.lines())
                    .anyMatch(line -> line.contains("They are dropped and read again from its beginning."))
                    .anyMatch(line -> line.contains("what the changelog holds is not what was committed last")
                            && line.contains("CONSUMERS with 300 rows for 301"))
                    .anyMatch(line -> line.contains("1 region made again from the log"));
        }
        assertSound();
    }

    @Test
    void takesWhatWasAppendedMeanwhileOnceTheRowsAreReadAnew() throws Exception {
        plant(consumerKey(7), null);
        for (int guest = 1; guest <= 5; guest++) {
            publisher
                    .publish(EAST, Sent.of(release(guest)))
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        }

        try (Projector projector = started()) {
            assertThat(projector.views().view(EAST).recent().count()).isEqualTo(GUESTS + 4 + 5);
            before = StateDigest.of(projector.views().view(EAST));
        }
        assertSound();
    }

    @Test
    void makesRowsOfAnotherVersionAgainFromTheLog() throws Exception {
        plant(new byte[] {0}, ByteBuffer.allocate(200).putInt(99).array());

        try (Said said = new Said()) {
            assertUnharmed();
            assertThat(said.lines())
                    .anyMatch(line -> line.matches(".*expected rows of version \\d+ but they are of version 99.*"));
        }
        assertSound();
    }

    @Test
    void takesNothingUpIfNeitherTheChangelogNorTheLogTellWhatWasCommitted() throws Exception {
        plant(consumerKey(7), null);
        cutLog();

        try (Projector projector = started()) {
            assertThat(projector.views().fault(EAST).orElseThrow())
                    .contains("Partition 0 of berth.log cannot be taken up")
                    .contains("CONSUMERS with 300 rows for 301")
                    .contains("the log, which begins at offset 10");
            assertThatThrownBy(() -> projector.views().view(EAST))
                    .isInstanceOf(LogUnavailableException.class)
                    .hasMessageContaining("cannot be taken up");
        }
    }

    @Test
    void haltsWhereTheDecisionsThatItHasToCompareWithAreDamaged() throws Exception {
        plant(consumerKey(7), null);
        publisher.close();
        kafka.close();
        Path decisions = dir.resolve("kafka").resolve(Topics.DECISIONS.topic() + "-0");
        Path segment = decisions.resolve("00000000000000000000.log");
        flip(segment, Files.size(segment) / 2);
        startKafka();

        try (Said said = new Said();
                Projector projector = started()) {
            assertThat(projector.views().fault(EAST).orElseThrow())
                    .contains("Partition 0 of berth.log cannot be taken up")
                    .contains("of partition 0 of berth.decisions is damaged on the broker's disk");
            assertThat(said.lines()).noneMatch(line -> line.contains("The stream thread failed"));
        }
    }

    private void cutLog() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", connection.bootstrapServers()))) {
            admin.deleteRecords(Map.of(new TopicPartition(Topics.LOG.topic(), 0), RecordsToDelete.beforeOffset(10)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private void assertRestored(String line) throws Exception {
        try (Said said = new Said()) {
            assertUnharmed();
            assertThat(said.lines()).anyMatch(text -> text.contains(line));
        }
        assertSound();
    }

    /** What was acknowledged is there, and the region goes on. */
    private void assertUnharmed() throws Exception {
        try (Projector projector = started()) {
            assertThat(StateDigest.of(projector.views().view(EAST)).sections()).isEqualTo(before.sections());
            List<Decision> decisions = submit(projector, List.of(claim(GUESTS + 2, 1, 1)));
            assertThat(decisions.get(0).outcome()).as("the host is full").isInstanceOf(Outcome.Refused.class);
            before = StateDigest.of(projector.views().view(EAST));
        }
    }

    /** The rows are in order, so that the next start has nothing to say. */
    private void assertSound() throws Exception {
        try (Said said = new Said();
                Projector projector = started()) {
            assertThat(StateDigest.of(projector.views().view(EAST))).isEqualTo(before);
            StoredQuery.Stored stored = projector.ask(0, new StoredQuery()).getResult();
            assertThat(stored.doubts()).isEmpty();
            assertThat(StateDigest.of(stored.folds().get(EAST).view())).isEqualTo(before);
            assertThat(said.lines()).noneMatch(line -> line.contains("committed last"));
        }
    }

    private static byte[] consumerKey(int number) {
        return ByteBuffer.allocate(EAST.name().length() + 2 + 16)
                .put(EAST.name().getBytes(StandardCharsets.US_ASCII))
                .put((byte) 0)
                .put((byte) 'c')
                .putLong(Commands.consumer(number).value().getMostSignificantBits())
                .putLong(Commands.consumer(number).value().getLeastSignificantBits())
                .array();
    }

    private void plant(byte[] key, byte[] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> intruder = new KafkaProducer<>(
                Map.of("bootstrap.servers", connection.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            intruder.send(new ProducerRecord<>(CHANGELOG, 0, key, value)).get(10, TimeUnit.SECONDS);
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int read = bytes.read();
            bytes.seek(at);
            bytes.write(read ^ 4);
        }
    }

    private static void cut(Path file, long length) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(length);
        }
    }

    private Path largest(String suffix) throws IOException {
        return files(suffix).stream()
                .max(Comparator.comparing(file -> file.toFile().length()))
                .orElseThrow();
    }

    /** The files of the store that have this in their names. */
    private List<Path> files(String part) throws IOException {
        try (Stream<Path> all = Files.walk(dir.resolve("state"))) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().contains(part))
                    .toList();
        }
    }

    private Projector started() throws InterruptedException {
        Projector projector = new Projector(ProjectorConfig.of(connection, dir.resolve("state")), schemas, publisher);
        projector.start(TIMEOUT);
        return projector;
    }

    private static List<Decision> submit(Projector projector, List<Command> commands) throws Exception {
        List<Decision> decisions = new ArrayList<>();
        for (Command command : commands) {
            decisions.add(projector
                    .commandLog()
                    .submit(EAST, command)
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS));
        }
        return decisions;
    }
}
