package dev.berth.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image, taken apart and run without an engine: as its user, in its own root, which is mounted read-only. It runs
 * with -Pdist.
 */
@EnabledIfSystemProperty(named = "berth.image", matches = ".+", disabledReason = "no image was made; -Pdist makes one")
class ImageTest {
    private static final Path IMAGE = Path.of(System.getProperty("berth.image", ""));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USER = "65532";

    @TempDir
    private static Path dir;

    private static JsonNode config;

    @BeforeAll
    static void takeApart() throws Exception {
        Path layout = Files.createDirectories(dir.resolve("layout"));
        run("tar", "-xf", IMAGE.toString(), "-C", layout.toString());
        JsonNode manifest = blob(layout, json(layout.resolve("index.json"), "/manifests/0/digest"));
        config = blob(layout, manifest.at("/config/digest").asText());
        Path root = Files.createDirectories(dir.resolve("root"));
        for (JsonNode layer : manifest.path("layers")) {
            run("tar", "-xpzf", blobPath(layout, layer.path("digest").asText()).toString(), "-C", root.toString());
        }
    }

    @Test
    void runsAsNobodyElseAndServesByDefault() {
        assertThat(config.at("/config/User").asText()).isEqualTo("65532:65532");
        assertThat(config.at("/config/Cmd/0").asText()).isEqualTo("serve");
        assertThat(config.at("/config/Entrypoint/0").asText()).isEqualTo("/opt/java/bin/java");
        assertThat(config.at("/config/ExposedPorts").has("8778/tcp")).isTrue();
        assertThat(config.at("/config/Volumes").has("/var/lib/berth")).isTrue();
    }

    @Test
    void hasTheConsoleAndNeitherKafkaNorSimulatorNorShell() throws IOException {
        List<String> jars;
        try (var files = Files.list(dir.resolve("root/opt/berth/lib"))) {
            jars = files.map(file -> file.getFileName().toString()).toList();
        }
        assertThat(jars)
                .anyMatch(name -> name.startsWith("berth-cli-"))
                .anyMatch(name -> name.startsWith("berth-console-"))
                .noneMatch(name -> name.matches("(berth-embedded|berth-simulator|kafka_|kafka-server|scala-).*"));
        assertThat(dir.resolve("root/bin")).doesNotExist();
        assertThat(dir.resolve("root/opt/java/legal")).isDirectory();
    }

    /** What a container would see: the root read-only, /tmp and the data as mounts of their own, no capabilities. */
    @Test
    void runsOnARootThatCannotBeWritten() throws Exception {
        assumeThat(Path.of("/usr/bin/unshare")).isExecutable();
        assumeThat(tryRun("unshare", "--mount", "true"))
                .as("mounts are not ours to make")
                .isZero();

        String version = inside("version");
        assertThat(version).contains("berth ", "Java ").doesNotContain("Exception");
        String refused = inside("serve", "--kafka", "127.0.0.1:1", "--registry", "http://127.0.0.1:1");
        assertThat(refused).contains("127.0.0.1:1").doesNotContain("Read-only file system", "UnsatisfiedLink");
        assertThat(inside("serve", "--data-dir", "/data", "--kafka", "127.0.0.1:1"))
                .as("a directory beyond the volumes")
                .containsIgnoringCase("/data");
    }

    private static String inside(String... arguments) throws IOException, InterruptedException {
        Path root = dir.resolve("root");
        // The linker finds what is beside a program by /proc, which every engine mounts.
        String mounts = "mkdir -p {}/proc {}/dev && mount --bind {} {} && mount --rbind /proc {}/proc"
                + " && mount --rbind /dev {}/dev && mount -o remount,ro,bind {}"
                + " && mount -t tmpfs -o mode=1777 tmp {}/tmp && mount -t tmpfs -o mode=777 data {}/var/lib/berth"
                + " && cd / && exec chroot --userspec=" + USER + ":" + USER + " {} \"$@\"";
        List<String> command =
                new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", mounts.replace("{}", root + ""), "sh"));
        config.at("/config/Entrypoint").forEach(word -> command.add(word.asText()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        config.at("/config/Env").forEach(each -> {
            String[] parts = each.asText().split("=", 2);
            builder.environment().putIfAbsent(parts[0], parts[1]);
        });
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static String json(Path file, String pointer) throws IOException {
        return JSON.readTree(file.toFile()).at(pointer).asText();
    }

    private static JsonNode blob(Path layout, String digest) throws IOException {
        return JSON.readTree(blobPath(layout, digest).toFile());
    }

    private static Path blobPath(Path layout, String digest) {
        return layout.resolve("blobs").resolve(digest.replace(':', '/'));
    }

    private static int tryRun(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
