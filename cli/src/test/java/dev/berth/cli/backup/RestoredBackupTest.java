package dev.berth.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.BerthProcess;
import dev.berth.cli.PatientCaller;
import dev.berth.cli.Run;
import dev.berth.cli.ThreeBrokers;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.embedded.EmbeddedKafkaConfig;
import dev.berth.embedded.EmbeddedRegistry;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backup that was made of a running service comes to the same state on another Kafka, of either kind, and the service
 * goes on there.
 */
class RestoredBackupTest {
    private static final String HOST = "35791f28-fb45-4717-9ea9-435b3ef7c3b3";
    private static final int CLAIMS = 20;

    @TempDir
    private Path dir;

    @Test
    void refusesWhatCannotBe() throws Exception {
        Path notEmpty = Files.createDirectories(dir.resolve("data/kafka")).getParent();
        Path none = dir.resolve("none.backup");
        assertThat(Run.of("restore", none.toString(), "--yes").status()).isEqualTo(ExitCode.USAGE);
        assertThat(Run.of("restore", none.toString(), "--kafka", "k:1", "--data-dir", notEmpty.toString())
                        .status())
                .isEqualTo(ExitCode.USAGE);
        Run missing = Run.of("restore", none.toString(), "--data-dir", notEmpty.toString());
        assertThat(missing.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(missing.err()).contains("there is no file");
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true")
    void comesToTheSameStateInADataDirectoryAndOnACluster() throws Exception {
        Path backup = dir.resolve("a.backup");
        Path head = dir.resolve("a.head");
        JsonNode digest;
        JsonNode after;
        try (BerthProcess up = BerthProcess.start(dir.resolve("first"))) {
            fill(up);
            digest = backUp(up, backup);
            Run heads = audit(up, "head", "--out", head.toString());
            assertThat(heads.status()).as(heads.all()).isEqualTo(ExitCode.OK);
            assertThat(Run.of("backup", "--kafka", up.kafka(), backup.toString())
                            .err())
                    .contains("already");
            // What comes after the backup is not in it, and in a copy of the directory.
            claim(up, CLAIMS);
            after = digest(up);
            assertThat(after).isNotEqualTo(digest);
            up.stop();
        }
        copy(dir.resolve("first"), dir.resolve("copy"));
        try (BerthProcess up = BerthProcess.start(dir.resolve("copy"))) {
            assertThat(digest(up)).isEqualTo(after);
            Run audit = audit(up, "verify", "--url", up.url().toString(), "--head", head.toString());
            assertThat(audit.status()).as(audit.all()).isEqualTo(ExitCode.OK);
        }
        Path data = dir.resolve("second");
        Run shown = Run.of("restore", backup.toString(), "--data-dir", data.toString());
        assertThat(shown.out()).contains("whole", "Nothing was changed");
        assertThat(data).doesNotExist();
        Run restored = Run.of("restore", backup.toString(), "--data-dir", data.toString(), "--yes");
        assertThat(restored.status()).as(restored.all()).isEqualTo(ExitCode.OK);
        try (BerthProcess up = BerthProcess.start(data)) {
            assertGoesOn(up, digest);
        }
        assertThat(Run.of("restore", backup.toString(), "--data-dir", data.toString(), "--yes")
                        .err())
                .contains("already");

        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(dir.resolve("third/kafka")))) {
            List<String> line = new ArrayList<>(
                    List.of("restore", backup.toString(), "--kafka", kafka.bootstrapServers(), "--replicas", "1"));
            line.add("--yes");
            Run onCluster = Run.of(line.toArray(String[]::new));
            assertThat(onCluster.status()).as(onCluster.all()).isEqualTo(ExitCode.OK);
            Run again = Run.of(line.toArray(String[]::new));
            assertThat(again.err()).contains("already");
            try (EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers());
                    BerthProcess serve = BerthProcess.begin(
                                    dir.resolve("stores"),
                                    "serve",
                                    "--port",
                                    "0",
                                    "--replicas",
                                    "1",
                                    "--kafka",
                                    kafka.bootstrapServers(),
                                    "--registry",
                                    registry.url())
                            .awaitReady()) {
                assertGoesOn(serve, digest);
            }
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true")
    void comesToTheSameStateOnThreeBrokersAndOutlivesOneOfThem() throws Exception {
        Path backup = dir.resolve("a.backup");
        JsonNode digest;
        try (BerthProcess up = BerthProcess.start(dir.resolve("first"))) {
            fill(up);
            digest = backUp(up, backup);
            up.stop();
        }
        try (ThreeBrokers brokers = ThreeBrokers.start(dir)) {
            Run restored = Run.of("restore", backup.toString(), "--kafka", brokers.bootstrapServers(), "--yes");
            assertThat(restored.status()).as(restored.all()).isEqualTo(ExitCode.OK);
            for (String topic : List.of(Topics.LOG.topic(), BackupCommand.SCHEMAS)) {
                assertThat(brokers.replication(topic)).as(topic).isEqualTo("[3] of which 2");
            }
            try (EmbeddedRegistry registry = EmbeddedRegistry.start(brokers.bootstrapServers());
                    BerthProcess serve = BerthProcess.begin(
                                    dir.resolve("stores"),
                                    "serve",
                                    "--port",
                                    "0",
                                    "--kafka",
                                    brokers.bootstrapServers(),
                                    "--registry",
                                    registry.url())
                            .awaitReady()) {
                assertGoesOn(serve, digest);
                brokers.awaitInSync();
                JsonNode before = digest(serve);
                brokers.kill(brokers.leader(Topics.LOG.topic(), 0));
                assertThat(digest(serve)).isEqualTo(before);
                claim(serve, CLAIMS + 2);
                Run audit = audit(serve, "verify", "--url", serve.url().toString());
                assertThat(audit.status()).as(audit.all()).isEqualTo(ExitCode.OK);
            }
        }
    }

    /**
     * The same state, proven by an audit, and what comes next is decided. The chain begins with the id of the topic,
     * which Kafka gives, so it alone is another.
     */
    private static void assertGoesOn(BerthProcess service, JsonNode digest) throws Exception {
        assertThat(withoutChain(digest(service))).isEqualTo(withoutChain(digest));
        claim(service, CLAIMS + 1);
        Run audit = audit(service, "verify", "--stores", "--url", service.url().toString());
        assertThat(audit.status()).as(audit.all()).isEqualTo(ExitCode.OK);
        assertThat(audit.out()).contains("identical");
    }

    /** Makes a backup; what the state comes to that is in it. */
    private static JsonNode backUp(BerthProcess service, Path backup) throws Exception {
        Run made = Run.of("backup", "--kafka", service.kafka(), backup.toString());
        assertThat(made.status()).as(made.all()).isEqualTo(ExitCode.OK);
        String log = TopicAdmin.logId(KafkaConnection.to(service.kafka())).text();
        assertThat(made.out()).contains("\"kafka\":\"" + service.kafka() + "\"", "\"log_id\":\"" + log + "\"");
        return digest(service);
    }

    private static JsonNode withoutChain(JsonNode digest) {
        ObjectNode rest = digest.deepCopy();
        assertThat(rest.path("digest").path("sections").size()).isGreaterThan(10);
        rest.withObject("/digest").remove("whole");
        rest.withObject("/digest/sections").remove("CHAIN");
        return rest;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static Run audit(BerthProcess service, String... rest) {
        List<String> line = new ArrayList<>(List.of("audit"));
        line.addAll(List.of(rest));
        line.addAll(List.of("--kafka", service.kafka(), "--registry", service.registry()));
        return Run.of(line.toArray(String[]::new));
    }

    private static void fill(BerthProcess service) throws Exception {
        PatientCaller client = new PatientCaller(service.url());
        ObjectNode provider = JsonNodeFactory.instance.objectNode();
        provider.put("name", "cn1").put("uuid", HOST);
        assertThat(client.post("/resource_providers", provider)).isEqualTo(200);
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("resource_provider_generation", 0);
        body.putObject("inventories").putObject("VCPU").put("total", 1000);
        assertThat(client.put("/resource_providers/" + HOST + "/inventories", body))
                .isEqualTo(200);
        for (int i = 0; i < CLAIMS; i++) {
            claim(service, i);
        }
    }

    private static void claim(BerthProcess service, int number) throws Exception {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("project_id", "p").put("user_id", "u").put("consumer_type", "INSTANCE");
        body.putNull("consumer_generation");
        body.putObject("allocations").putObject(HOST).putObject("resources").put("VCPU", 1);
        assertThat(new PatientCaller(service.url()).put("/allocations/" + new UUID(7, number), body))
                .isEqualTo(204);
    }

    private static JsonNode digest(BerthProcess service) throws Exception {
        return new PatientCaller(service.url()).get("/audit/digest");
    }
}
