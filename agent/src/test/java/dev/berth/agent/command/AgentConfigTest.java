package dev.berth.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigTest {
    private static final Path SAMPLE = Path.of("src/dist/conf/agent.conf");
    private static final Path NOWHERE = Path.of("target/no-such.conf");
    private static final Pattern SETTING = Pattern.compile("^#?([a-z-]+) = (.*)$", Pattern.MULTILINE);

    @TempDir
    private Path dir;

    @Test
    void takesTheCommandLineBeforeTheEnvironmentBeforeTheFileBeforeTheDefault() throws IOException {
        Path file = file("host-name = of-file\nreserve-memory-mb = 11\nreserve-vcpus = 1\n");
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
        Path usual = file("host-name = usual\n");
        Path other = Files.writeString(dir.resolve("other.conf"), "host-name = other\n");

        assertThat(Run.in(Map.of(), usual, "--dry-run").out()).contains("usual");
        assertThat(Run.in(Map.of(), usual, "--dry-run", "--config", other.toString())
                        .out())
                .contains("other");
        assertThat(Run.in(Map.of("BERTH_AGENT_CONFIG", other.toString()), usual, "--dry-run")
                        .out())
                .contains("other");
    }

    @Test
    void refusesAFileOfTwoMeanings() throws IOException {
        assertRefused(file("interval = 30s\ninterval = 40s\n"), Map.of(), "interval is given twice");
        Path latin = Files.write(dir.resolve("latin.conf"), new byte[] {'u', 'r', 'l', '=', (byte) 0xfc});
        assertRefused(latin, Map.of(), "it is not UTF-8");
    }

    @Test
    void refusesAFileThatCannotBeNamed() {
        assertThat(Run.in(Map.of("BERTH_AGENT_CONFIG", ""), NOWHERE, "--dry-run")
                        .err())
                .contains("BERTH_AGENT_CONFIG has no value");
        Run run = Run.of("--dry-run", "--config=a\0b");
        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("expected --config to be a file");
    }

    @Test
    void refusesAnAmountBelowNothing() throws IOException {
        assertRefused(file("reserve-vcpus = -1\n"), Map.of(), "expected --reserve-vcpus of 0 or more but got -1");
    }

    @Test
    void refusesWhatNobodyKnowsAndNamesWhatIsNearest() throws IOException {
        assertRefused(file("devise-spec = x\n"), Map.of(), "devise-spec is no setting", "did you mean device-spec?");
        assertRefused(
                file(""),
                Map.of("BERTH_AGENT_HOSTNAME", "x"),
                "BERTH_AGENT_HOSTNAME is no setting",
                "did you mean BERTH_AGENT_HOST_NAME?");
        assertRefused(file("once = true\n"), Map.of(), "once is no setting", "for the command line alone");
        assertRefused(file("zzz = 1\n"), Map.of(), "zzz is no setting", "berth-agent --help");
        assertRefused(file("url =\n"), Map.of(), "url has no value");
    }

    @Test
    void refusesAFileThatIsNotThereOrThatOthersCouldWrite() throws IOException {
        assertRefused(dir.resolve("none"), Map.of(), "is not there");
        Path open = file("");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertRefused(open, Map.of(), "chmod go-w");
    }

    @Test
    void saysWhichValueIsWrong() throws IOException {
        Run run =
                Run.in(Map.of(), NOWHERE, "--config", file("interval = often\n").toString());

        assertThat(run.status()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--interval", "expected a duration");
    }

    /** Every option stands in the sample, and nothing else; its defaults are the options' own. */
    @Test
    void hasASampleThatIsComplete() throws IOException {
        TreeSet<String> shown = SETTING.matcher(Files.readString(SAMPLE))
                .results()
                .map(setting -> setting.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(shown).isEqualTo(keys());
    }

    @Test
    void hasASampleWhoseValuesAreTakenWhenTheyAreUncommented() throws IOException {
        String live = Files.readString(SAMPLE)
                .replaceAll("(?m)^#([a-z-]+ = )", "$1")
                .replaceAll("(?m)^(device-spec|dedicated-cpus|from-legacy|disk-path) = .*\n", "");
        Path file = file(live);

        assertThat(Run.in(Map.of(), NOWHERE, "--config", file.toString(), "--dry-run", "--json")
                        .out())
                .contains("compute1", "5f3b9a30-5e62-4c5c-9f05-0a5a3d1b7a11");
        assertThat(file("").toFile()).exists();
        for (String key : new String[] {"url", "region", "interval", "disk-path", "proc", "sys"}) {
            assertThat(Optional.of(valueInSample(key))).as(key).isEqualTo(defaultOf(key));
        }
    }

    private static String valueInSample(String key) throws IOException {
        return SETTING.matcher(Files.readString(SAMPLE))
                .results()
                .filter(setting -> setting.group(1).equals(key))
                .findFirst()
                .orElseThrow()
                .group(2);
    }

    private static Optional<String> defaultOf(String key) {
        return Optional.ofNullable(spec().findOption("--" + key).defaultValue());
    }

    private static ImmutableSortedSet<String> keys() {
        return AgentConfig.keys(spec());
    }

    private static picocli.CommandLine.Model.CommandSpec spec() {
        PrintWriter nobody = new PrintWriter(Writer.nullWriter());
        return BerthAgent.commandLine(nobody, nobody).getCommandSpec();
    }

    private Path file(String content) throws IOException {
        Path file = dir.resolve("agent.conf");
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
