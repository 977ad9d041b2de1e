package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.embedded.EmbeddedRegistry;
import dev.berth.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry that wants a user and a password is of use to every command that takes the URL of one. */
class GuardedRegistryTest {
    @TempDir
    private Path dir;

    @Test
    void servesAndMovesARegionWithCredentialsFromFiles() throws Exception {
        String settings = GuardedRegistry.settings(dir);
        try (EmbeddedKafka oldKafka = EmbeddedKafka.start(dir.resolve("old-kafka"));
                EmbeddedRegistry oldSchemas = EmbeddedRegistry.start(oldKafka.bootstrapServers());
                GuardedRegistry oldRegistry = new GuardedRegistry(oldSchemas.url());
                EmbeddedKafka newKafka = EmbeddedKafka.start(dir.resolve("new-kafka"));
                EmbeddedRegistry newSchemas = EmbeddedRegistry.start(newKafka.bootstrapServers());
                GuardedRegistry newRegistry = new GuardedRegistry(newSchemas.url())) {
            String[] old = {"--kafka", oldKafka.bootstrapServers(), "--registry", oldRegistry.url()};
            Run stranger = Run.of(with(old, "up", "--port", "0", "--data-dir", data("stranger")));
            assertThat(stranger.status()).as(stranger.all()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(stranger.err()).contains("Unauthorized");

            String[] known = with(old, "--registry-config", settings);
            try (BerthProcess up = BerthProcess.begin(dir.resolve("data"), with(known, "up", "--port", "0"))
                    .awaitReady()) {
                Peers.provide(up.url());
                Run closed = Run.of(with(known, "region", "close", "--region", "default", "--yes"));
                assertThat(closed.status()).as(closed.all()).isEqualTo(ExitCode.OK);
                up.stop();
            }

            Path checkpoint = dir.resolve("default.checkpoint");
            String[] move = with(known, "region", "move", "--region", "default", "--out", checkpoint.toString());
            String[] to = with(move, "--to-kafka", newKafka.bootstrapServers(), "--to-registry", newRegistry.url());
            Run refused = Run.of(to);
            assertThat(refused.status()).as(refused.all()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(refused.err()).contains("Unauthorized");
            assertThat(checkpoint).doesNotExist();
            Run moved = Run.of(with(to, "--to-registry-config", settings));
            assertThat(moved.status()).as(moved.all()).isEqualTo(ExitCode.OK);
            assertThat(checkpoint).exists();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "refold", "serve"})
    void refusesASecretInTheUrlBeforeAnythingIsMade(String command) {
        Run run = Run.of(command, "--registry", "http://berth:hush@127.0.0.1:1", "--data-dir", data("data"));

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("for --registry-config").doesNotContain("hush");
        assertThat(dir.resolve("data")).doesNotExist();
    }

    @Test
    void refusesASecretInTheUrlOfANewLog() {
        Run run = Run.of(
                "region",
                "move",
                "--region",
                "default",
                "--out",
                data("out"),
                "--to-kafka",
                "127.0.0.1:1",
                "--to-registry",
                "http://berth:hush@127.0.0.1:1");

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("for --to-registry-config").doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "refold"})
    void refusesSettingsOfWhatIsInside(String command) throws Exception {
        String empty = Files.createFile(dir.resolve("empty.properties")).toString();
        Run registry = Run.of(command, "--registry-config", empty, "--data-dir", data("data"));
        Run kafka = Run.of(command, "--client-config", empty, "--data-dir", data("data"));

        assertThat(List.of(registry.status(), kafka.status())).containsOnly(ExitCode.USAGE);
        assertThat(registry.err()).contains("--registry-config is of a registry that --registry names");
        assertThat(kafka.err()).contains("--client-config is of a Kafka that --kafka names");
        assertThat(dir.resolve("data")).doesNotExist();
    }

    private String data(String name) {
        return dir.resolve(name).toString();
    }

    private static String[] with(String[] some, String... more) {
        List<String> all = new ArrayList<>();
        boolean isCommand = !more[0].startsWith("--");
        all.addAll(List.of(isCommand ? more : some));
        all.addAll(List.of(isCommand ? some : more));
        return all.toArray(String[]::new);
    }
}
