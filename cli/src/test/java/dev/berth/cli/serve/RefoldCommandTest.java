package dev.berth.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.berth.cli.Run;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.embedded.EmbeddedRegistry;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code berth refold} does on a Kafka elsewhere before it deletes anything. */
class RefoldCommandTest {
    /** In the wire format, with the id of a schema that no registry here has. */
    private static final byte[] UNREADABLE = {0, 0, 0, 1, 44, 1, 2, 3};

    private static final String SCHEMA_NOT_FOUND = "{\"error_code\":40403,\"message\":\"Schema not found\"}";

    @TempDir
    private Path dir;

    @Test
    void refusesAKafkaWithoutItsRegistry() {
        Run run = Run.of("refold", "--kafka", "127.0.0.1:1", "--data-dir", data(), "--yes");

        assertThat(run.status()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--kafka needs --registry");
        assertThat(dir.resolve("data")).doesNotExist();
    }

    @Test
    void deletesNothingInADirectoryThatHoldsWhatIsNotBerths() throws Exception {
        Path stores = Files.createDirectories(dir.resolve("data/stores/of-a-shop"));
        Files.createDirectories(dir.resolve("data/native"));
        Files.createDirectories(dir.resolve("data/customers"));

        assertLeft(stores, "holds customers, which is not Berth's, so nothing is deleted in there");
    }

    @Test
    void deletesNoStoresWhereNothingSaysThatTheyAreBerths() throws Exception {
        Path stores = Files.createDirectories(dir.resolve("data/stores/of-a-shop"));
        Files.createDirectories(dir.resolve("data/moments"));

        assertLeft(stores, "holds moments, but neither native nor a log of berth up");
    }

    /** Neither where the log is inside nor where it is elsewhere, and before anything is asked or made. */
    private void assertLeft(Path stores, String words) {
        for (Run run : List.of(
                Run.of("refold", "--data-dir", data(), "--yes"),
                Run.of(
                        "refold",
                        "--kafka",
                        "127.0.0.1:1",
                        "--registry",
                        "http://127.0.0.1:1",
                        "--data-dir",
                        data(),
                        "--yes"))) {
            assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(run.err()).contains(words);
            assertThat(stores).exists();
            assertThat(dir.resolve("data/kafka")).doesNotExist();
        }
    }

    @Test
    void refusesSettingsOfARegistryThatIsNotNamed() throws Exception {
        Path settings = Files.writeString(dir.resolve("registry.properties"), "");
        Run run = Run.of("refold", "--registry-config", settings.toString(), "--data-dir", data());

        assertThat(run.status()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--registry-config", "--registry names");
    }

    @Test
    void refusesARegistryWithASecretInItsUrl() {
        Run run = Run.of("refold", "--registry", "http://berth:secret@127.0.0.1:1", "--data-dir", data());

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("--registry-config").doesNotContain("secret@");
    }

    @Test
    void deletesNoDecisionsIfItCannotReadOneUnlessItIsGivenUpAndPassesWhatIsOfNoRegion() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            KafkaConnection connection = KafkaConnection.to(kafka.bootstrapServers());
            TopicAdmin.ensure(connection, 1, 1);
            record(kafka, "of no region!".getBytes(StandardCharsets.UTF_8));
            LogId before = TopicAdmin.decisionsId(connection);
            try (EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers())) {
                Run shown = refold(kafka, registry.url());
                assertThat(shown.status()).as(shown.all()).isEqualTo(ExitCode.OK);

                record(kafka, Partitions.key(Region.DEFAULT));
                Path rows = Files.createDirectories(dir.resolve("data/stores/rows"));
                Files.createDirectories(dir.resolve("data/native"));
                Run run = refold(kafka, registry.url(), "--yes");

                assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.COULD_NOT_RUN);
                assertThat(run.err())
                        .contains("the decision at offset 1 of partition 0 of berth.decisions cannot be read")
                        .contains("it has none with id 300", "no decision was deleted", "Name with --registry");
                assertThat(TopicAdmin.decisionsId(connection)).isEqualTo(before);
                assertThat(rows).exists();
                try (Stream<Path> entries = Files.list(dir.resolve("data"))) {
                    assertThat(entries.map(entry -> entry.getFileName().toString()))
                            .noneMatch(name -> name.startsWith("lost-"));
                }

                Run givenUp = refold(kafka, registry.url(), "--yes", "--give-up-unreadable");

                assertThat(givenUp.status()).as(givenUp.all()).isEqualTo(ExitCode.OK);
                assertThat(givenUp.out()).contains("Done");
                assertThat(rows).doesNotExist();
                assertThat(Files.readString(lost("unreadable.txt")))
                        .contains("default the decision at offset 1 of partition 0 of berth.decisions, base64: ")
                        .contains(Base64.getEncoder().encodeToString(UNREADABLE));
            }
        }
    }

    @Test
    void asksTheRegistryWithTheCredentialsThatItIsGiven() throws Exception {
        Set<String> heard = ConcurrentHashMap.newKeySet();
        HttpServer registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", exchange -> {
            heard.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] answer = SCHEMA_NOT_FOUND.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(404, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        registry.start();
        Path settings = Files.writeString(
                dir.resolve("registry.properties"),
                "basic.auth.credentials.source=USER_INFO\nbasic.auth.user.info=berth:secret\n");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            TopicAdmin.ensure(KafkaConnection.to(kafka.bootstrapServers()), 1, 1);
            record(kafka, Partitions.key(Region.DEFAULT));

            Run run = refold(
                    kafka,
                    "http://127.0.0.1:" + registry.getAddress().getPort(),
                    "--registry-config",
                    settings.toString());

            assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(run.err()).contains("cannot be read");
        } finally {
            registry.stop(0);
        }
        byte[] secret = "berth:secret".getBytes(StandardCharsets.UTF_8);
        assertThat(heard).containsExactly("Basic " + Base64.getEncoder().encodeToString(secret));
    }

    @Test
    void passesARecordThatIsNotWhereItsRegionIsAtHome() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"));
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers())) {
            TopicAdmin.ensure(KafkaConnection.to(kafka.bootstrapServers()), 4, 1);
            int home = Partitions.of(Region.DEFAULT, 4);
            try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
                producer.send(new ProducerRecord<>(
                                Topics.DECISIONS.topic(), (home + 1) % 4, Partitions.key(Region.DEFAULT), UNREADABLE))
                        .get();
            }

            Run shown = refold(kafka, registry.url());

            assertThat(shown.status()).as(shown.all()).isEqualTo(ExitCode.OK);
        }
    }

    private Path lost(String file) throws IOException {
        try (Stream<Path> entries = Files.list(dir.resolve("data"))) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("lost-"))
                    .findFirst()
                    .orElseThrow()
                    .resolve(file);
        }
    }

    private String data() {
        return dir.resolve("data").toString();
    }

    private Run refold(EmbeddedKafka kafka, String registry, String... more) {
        List<String> usual =
                List.of("refold", "--kafka", kafka.bootstrapServers(), "--registry", registry, "--data-dir", data());
        return Run.of(Stream.concat(usual.stream(), Stream.of(more)).toArray(String[]::new));
    }

    private static void record(EmbeddedKafka kafka, byte[] key) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
            producer.send(new ProducerRecord<>(Topics.DECISIONS.topic(), key, UNREADABLE))
                    .get();
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(EmbeddedKafka kafka) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
