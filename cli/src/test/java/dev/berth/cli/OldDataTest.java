package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What earlier builds left on the disk is served by this one, comes to the same state, and is proven: log, decisions,
 * changelogs, offsets, stores, heads and checkpoints. The directories are in src/test/data, whose README says how one
 * is made.
 */
@EnabledIfSystemProperty(named = "faults", matches = "true")
class OldDataTest {
    private static final Path BUILDS = Path.of("src/test/data");
    private static final UUID PROVIDER = new UUID(1, 1);

    @TempDir
    private Path dir;

    static List<Path> builds() throws IOException {
        try (Stream<Path> builds = Files.list(BUILDS)) {
            List<Path> all = builds.filter(Files::isDirectory).sorted().toList();
            assertThat(all).isNotEmpty();
            return all;
        }
    }

    @ParameterizedTest
    @MethodSource("builds")
    void isServedComesToTheSameStateIsProvenAndGoesOn(Path build) throws Exception {
        Path data = dir.resolve("data");
        unpack(build.resolve("data.zip"), data);
        try (BerthProcess up = BerthProcess.start(data)) {
            PatientCaller client = new PatientCaller(up.url());
            List<String> digests = Files.readAllLines(build.resolve("digests.jsonl"));
            assertThat(digests).isNotEmpty();
            for (String line : digests) {
                JsonNode told = new ObjectMapper().readTree(line);
                String region = "/regions/" + told.path("region").asText();
                assertThat(client.get(region + "/audit/digest")).isEqualTo(told);
                assertThat(claim(client, region)).isEqualTo(204);
            }
            assertThat(up.log())
                    .as("the stores are those of the earlier build, and are believed")
                    .doesNotContain("made again", "ERROR d.b");
            Run audit = audit(up, "--stores", "--head", build.resolve("head").toString());
            assertThat(audit.status()).as(audit.all()).isEqualTo(ExitCode.OK);
            assertThat(audit.out()).contains("identical");
            Run fromCheckpoint =
                    audit(up, "--checkpoint", build.resolve("checkpoint").toString());
            assertThat(fromCheckpoint.status()).as(fromCheckpoint.all()).isEqualTo(ExitCode.OK);
        }
    }

    private static Run audit(BerthProcess up, String... rest) {
        return Run.auditVerify(up.url(), up.kafka(), up.registry(), rest);
    }

    private static int claim(PatientCaller client, String region) throws Exception {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("project_id", "p").put("user_id", "u").put("consumer_type", "INSTANCE");
        body.putNull("consumer_generation");
        body.putObject("allocations")
                .putObject(PROVIDER.toString())
                .putObject("resources")
                .put("VCPU", 1);
        return client.put(region + "/allocations/" + new UUID(8, 1), body);
    }

    private static void unpack(Path archive, Path to) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = to.resolve(entry.getName()).normalize();
                assertThat(file.startsWith(to)).as(entry.getName()).isTrue();
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
    }
}
