package dev.berth.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.Run;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.embedded.EmbeddedRegistry;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.Decoding;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.Sent;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.TopicRestore;
import dev.berth.events.log.TopicSettings;
import dev.berth.events.log.Topics;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Trait;
import dev.berth.terminal.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore that was interrupted, wherever that was, is begun again as its page says: without a berth.log. */
class InterruptedRestoreTest {
    private static final int COMMANDS = 10;
    private static final TopicSettings SCHEMAS = TopicSettings.compacted(BackupCommand.SCHEMAS);

    private static Path backup;
    private static EmbeddedKafka kafka;
    private static KafkaConnection connection;
    private static Admin admin;

    @BeforeAll
    static void backUp(@TempDir Path dir) throws Exception {
        backup = dir.resolve("a.backup");
        try (EmbeddedKafka first = EmbeddedKafka.start(dir.resolve("first"));
                EmbeddedRegistry schemas = EmbeddedRegistry.start(first.bootstrapServers());
                SchemaRegistry registry = SchemaRegistry.connect(schemas.url())) {
            registry.registerSchemas();
            KafkaConnection to = KafkaConnection.to(first.bootstrapServers());
            TopicAdmin.ensure(to, 1, 1);
            try (CommandPublisher publisher = CommandPublisher.open(to, new CommandCodec(registry))) {
                for (int i = 0; i < COMMANDS; i++) {
                    publisher.append(
                            Region.DEFAULT,
                            Sent.of(new CreateTrait(new CommandId(UUID.randomUUID()), new Trait("CUSTOM_" + i))));
                }
            }
            Run made = Run.of("backup", "--kafka", first.bootstrapServers(), backup.toString());
            assertThat(made.status()).as(made.all()).isEqualTo(ExitCode.OK);
        }
        kafka = EmbeddedKafka.start(dir.resolve("second"));
        connection = KafkaConnection.to(kafka.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void connect() {
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterEach
    void deleteAll() throws Exception {
        for (String topic : List.of(Topics.LOG.topic(), BackupCommand.SCHEMAS)) {
            if (topics().contains(topic)) {
                delete(topic);
            }
        }
        admin.close();
    }

    @Test
    void goesOnAfterTheTopicOfTheRegistryWasMade() throws Exception {
        putSchemas(0);

        restore();
    }

    @Test
    void goesOnInTheMiddleOfTheTopicOfTheRegistry() throws Exception {
        putSchemas(3);

        restore();
    }

    @Test
    void goesOnAfterTheTopicOfTheRegistryWasWhole() throws Exception {
        putSchemas(Integer.MAX_VALUE);

        restore();
    }

    @Test
    void goesOnInTheMiddleOfTheLogOnceThatIsDeleted() throws Exception {
        putSchemas(Integer.MAX_VALUE);
        try (TopicRestore log = TopicRestore.begin(connection, Topics.LOG, new TreeMap<>(Map.of(0, 0L)), 1)) {
            log.append(0, 0, 7, null, new byte[] {1});
        }
        Run again = run();
        assertThat(again.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(again.err()).contains("there is a topic berth.log at");

        delete(Topics.LOG.topic());
        restore();
    }

    @Test
    void makesNothingWhereThereIsALog() throws Exception {
        TopicRestore.begin(connection, Topics.LOG, new TreeMap<>(Map.of(0, 0L)), 1)
                .close();

        Run run = run();
        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("there is a topic berth.log at");
        assertThat(topics()).doesNotContain(BackupCommand.SCHEMAS);
    }

    @Test
    void leavesTheTopicOfAnotherRegistryAlone() throws Exception {
        try (EmbeddedRegistry other = EmbeddedRegistry.start(kafka.bootstrapServers());
                SchemaRegistry registry = SchemaRegistry.connect(other.url())) {
            registry.registerSchemas();
        }
        Run run = run();
        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("_schemas", "no restore of this backup has left it");
        assertThat(topics()).doesNotContain(Topics.LOG.topic());
    }

    @Test
    void leavesATopicOfOtherRecordsAlone() throws Exception {
        try (TopicRestore topic = TopicRestore.beginOrGoOn(connection, SCHEMAS, 1)) {
            topic.append(0, 0, 7, new byte[] {1}, new byte[] {2});
            topic.finish();
        }
        Run run = run();
        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("what stands at offset 0 is not of this backup");
        assertThat(topics()).doesNotContain(Topics.LOG.topic());
        try (LogReader reader = LogReader.open(connection, BackupCommand.SCHEMAS)) {
            assertThat(reader.progress().remaining()).isEqualTo(1);
        }
    }

    /** What an attempt that ended after so many records has left of the registry's topic. */
    private static void putSchemas(int count) {
        try (TopicRestore topic = TopicRestore.begin(connection, SCHEMAS, new TreeMap<>(Map.of(0, 0L)), 1);
                BackupReader records = new BackupReader(backup)) {
            int put = 0;
            for (Optional<BackupRecord> next = records.next(); next.isPresent(); next = records.next()) {
                BackupRecord record = next.get();
                if (record.kind() == BackupRecord.Kind.SCHEMA && put < count) {
                    topic.append(0, put, record.timestampMs(), record.key(), record.value());
                    put++;
                }
            }
            assertThat(put).isGreaterThanOrEqualTo(Math.min(count, 5));
        }
    }

    private static Run run() {
        return Run.of("restore", "--kafka", kafka.bootstrapServers(), "--replicas", "1", backup.toString(), "--yes");
    }

    /** All records can be read with what the registry then knows. */
    private static void restore() throws Exception {
        Run restored = run();
        assertThat(restored.status()).as(restored.all()).isEqualTo(ExitCode.OK);
        int read = 0;
        try (EmbeddedRegistry schemas = EmbeddedRegistry.start(kafka.bootstrapServers());
                SchemaRegistry registry = SchemaRegistry.connect(schemas.url());
                LogReader reader = LogReader.open(connection, Topics.LOG.topic())) {
            CommandCodec codec = new CommandCodec(registry);
            for (Optional<LogRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                assertThat(codec.decodeSent(next.get().value())).isInstanceOf(Decoding.Decoded.class);
                read++;
            }
        }
        assertThat(read).isEqualTo(COMMANDS);
    }

    private static Set<String> topics() throws Exception {
        return admin.listTopics().names().get(30, TimeUnit.SECONDS);
    }

    private static void delete(String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
        while (topics().contains(topic)) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
