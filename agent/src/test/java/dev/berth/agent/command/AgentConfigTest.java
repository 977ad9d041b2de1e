package dev.berth.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.terminal.ExitCode;
import dev.berth.terminal.config.ConfigPlaces;
import dev.berth.terminal.config.ConfigSample;
import dev.berth.terminal.config.Configuration;
import dev.berth.terminal.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration of the agent as a program of its own. */
class AgentConfigTest {
    private static final Path SAMPLE = Path.of("src/dist/conf/agent.yaml");
    private static final Path NOWHERE = Path.of("target/no-such.yaml");

    @TempDir
    private Path dir;

    @Test
    void takesTheCommandLineBeforeTheEnvironmentBeforeTheFileBeforeTheDefault() throws IOException {
        Path file = file("agent:\n  host-name: of-file\n  reserve-memory-mb: 11\n  reserve-vcpus: 1\n");
        Map<String, String> environment =
                Map.of("BERTH_AGENT_HOST_NAME", "of-environment", "BERTH_AGENT_RESERVE_MEMORY_MB", "12");

        String shown = Run.in(environment, NOWHERE, "--config=" + file, "--dry-run", "--host-name", "of-line")
                .out();

        assertThat(shown).contains("of-line", "(12 reserved)", "(1 reserved)");
        assertThat(Run.in(Map.of(), NOWHERE, "--dry-run", "--host-name", "x").out())
                .contains("(512 reserved)");
    }

    @Test
    void readsTheUsualFileUnlessAnotherIsNamed() throws IOException {
        Path usual = file("agent:\n  host-name: usual\n");
        Path other = Files.writeString(dir.resolve("other.yaml"), "agent: {host-name: other}\n");

        assertThat(Run.in(Map.of(), usual, "--dry-run").out()).contains("usual");
        assertThat(Run.in(Map.of(), usual, "--dry-run", "--config", other.toString())
                        .out())
                .contains("other");
        assertThat(Run.in(Map.of("BERTH_CONFIG", other.toString()), usual, "--dry-run")
                        .out())
                .contains("other");
    }

    @Test
    void refusesAFileThatCannotBeNamed() {
        Run run = Run.of("--dry-run", "--config=a\0b");
        assertThat(run.status()).isNotEqualTo(ExitCode.OK);
        assertThat(run.err()).contains("--config");
    }

    @Test
    void refusesAnAmountBelowNothing() throws IOException {
        assertRefused(
                file("agent:\n  reserve-vcpus: -1\n"), Map.of(), "expected --reserve-vcpus of 0 or more but got -1");
    }

    @Test
    void refusesWhatNobodyKnowsAndNamesWhatIsNearest() throws IOException {
        assertRefused(file("agent: {devise-spec: x}\n"), Map.of(), "devise-spec is no", "did you mean device-spec?");
        assertRefused(
                file(""),
                Map.of("BERTH_AGENT_HOSTNAME", "x"),
                "BERTH_AGENT_HOSTNAME is no setting",
                "did you mean BERTH_AGENT_HOST_NAME?");
        assertRefused(file("agent:\n  once: true\n"), Map.of(), "once is no setting");
        assertRefused(file("serve:\n  port: 1\n"), Map.of(), "serve is no section");
    }

    @Test
    void saysWhichValueIsWrongAndWhereItStands() throws IOException {
        Run run = Run.in(
                Map.of(),
                NOWHERE,
                "--config",
                file("agent:\n  interval: often\n").toString());

        assertThat(run.status()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--interval", "expected a duration", "agent.yaml:2 says so");
    }

    /** The sample is what the options say of themselves. -Dsample.write=true writes it anew. */
    @Test
    void hasASampleThatIsMadeFromTheOptions() throws IOException {
        PrintWriter nobody = new PrintWriter(Writer.nullWriter());
        Settings settings = Configuration.of(BerthAgent.commandLine(ConfigPlaces.none(), nobody, nobody)
                        .getCommandSpec())
                .settings();
        String sample =
                ConfigSample.of("berth-agent", settings, settings.sections().keySet());
        if (Boolean.getBoolean("sample.write")) {
            Files.writeString(SAMPLE, sample);
        }

        assertThat(Files.readString(SAMPLE)).isEqualTo(sample).contains("  #device-spec: FILE\n", "  #interval: 60s\n");
        assertThat(Run.in(Map.of(), SAMPLE, "--dry-run", "--host-name", "sampled")
                        .out())
                .contains("sampled");
        assertThat(settings.sections().keySet()).isEqualTo(Set.of("common", "agent"));
    }

    private Path file(String content) throws IOException {
        Path file = dir.resolve("agent.yaml");
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return file;
    }

    private static void assertRefused(Path file, Map<String, String> environment, String... words) {
        Run run = Run.in(environment, NOWHERE, "--dry-run", "--config", file.toString());
        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains(words);
    }
}
