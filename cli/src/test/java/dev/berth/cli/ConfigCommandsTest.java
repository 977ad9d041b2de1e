package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.config.ConfigPlaces;
import dev.berth.terminal.config.ConfigSample;
import dev.berth.terminal.config.Configuration;
import dev.berth.terminal.config.Setting;
import dev.berth.terminal.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

/** The configuration of the service, and the commands that tell of it. */
class ConfigCommandsTest {
    private static final Path SAMPLE = Path.of("../dist/src/conf/berth.yaml");
    private static final String HIDDEN_TOKEN = "t0ken-that-nobody-sees";

    @TempDir
    private Path dir;

    private Path usual;

    @BeforeEach
    void nameTheUsualFile() {
        usual = dir.resolve("berth.yaml");
    }

    @Test
    void showsWhatIsSetAndWhoHasSetIt() throws IOException {
        write("common:\n  kafka: kafka1:9092\n  token: " + HIDDEN_TOKEN
                + "\nserve:\n  port: 8779\n  shape: [a=resources=VCPU:1]\n");
        Files.setPosixFilePermissions(usual, PosixFilePermissions.fromString("rw-r-----"));

        Run run = run(Map.of("BERTH_SERVE_LISTEN", "127.0.0.2"), "config", "show", "serve", "common", "--table");

        assertThat(run.status()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("File: " + usual)
                .containsPattern("serve +kafka +kafka1:9092 +" + usual + ":2")
                .containsPattern("serve +listen +127\\.0\\.0\\.2 +BERTH_SERVE_LISTEN")
                .containsPattern("serve +port +8779 +" + usual + ":5")
                .containsPattern("serve +shape +a=resources=VCPU:1 +" + usual + ":6")
                .containsPattern("common +token +\\(a secret\\)");
        for (String form : new String[] {"--table", "--json"}) {
            for (String sections : new String[] {"agent", "common"}) {
                String shown = run(Map.of("BERTH_AGENT_TOKEN", HIDDEN_TOKEN), "config", "show", sections, form, "--all")
                        .out();
                assertThat(shown).contains("(a secret)").doesNotContain(HIDDEN_TOKEN);
            }
        }
    }

    @Test
    void showsDefaultsIfTheyAreAskedFor() throws IOException {
        JsonNode shown = new ObjectMapper()
                .readTree(run(Map.of(), "config", "show", "serve", "--all").out());

        assertThat(shown.path("file").isNull()).isTrue();
        JsonNode port = Stream.iterate(0, i -> i + 1)
                .limit(shown.path("settings").size())
                .map(shown.path("settings")::get)
                .filter(row -> row.path("name").asText().equals("port"))
                .findFirst()
                .orElseThrow();
        assertThat(port.path("value").asText()).isEqualTo("8778");
        assertThat(port.path("from").asText()).isEqualTo("default");
        assertThat(run(Map.of(), "config", "show", "--table").out()).contains("Nothing is set.");
        assertThat(run(Map.of(), "config", "show", "sevre").err()).contains("did you mean serve?");
    }

    @Test
    void showsNoUserAndPasswordOfAnUrl() throws IOException {
        write("common:\n  registry: http://me:hush@registry:8081\n");

        assertThat(run(Map.of(), "config", "show").out())
                .contains("http://registry:8081")
                .doesNotContain("hush");
    }

    @Test
    void saysThatNothingIsWrong() throws IOException {
        write("serve:\n  port: 0\n  peer-network: [10.1.0.0/16, 10.2.0.0/16]\n  enforce-scope: true\n");

        Run run = run(Map.of("BERTH_STRANGER", "x"), "config", "check", "--table");

        assertThat(run.out()).contains("Nothing is wrong", "3 settings", "note: BERTH_STRANGER in the environment");
        assertThat(run.status()).isEqualTo(ExitCode.OK);
    }

    @Test
    void tellsAllWrongValuesWithTheirLines() throws IOException {
        write("serve:\n  port: many\n  standbys: -1\n  shape: nonsense\n  flush: true\nagent:\n  interval: often\n");

        Run run = run(Map.of("BERTH_URL", "nowhere"), "config", "check", "--table");

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.out())
                .contains(
                        usual + ":2: ",
                        "--port",
                        usual + ":3: ",
                        "--standbys",
                        usual + ":4: ",
                        usual + ":5: flush is no setting in the section serve",
                        usual + ":7: ",
                        "expected a duration",
                        "BERTH_URL: ",
                        "expected a URL such as");
    }

    @Test
    void tellsWhatDoesNotGoTogetherAndStartsNothing() throws IOException {
        write("serve:\n  tls-cert: cert.pem\n");
        assertThat(run(Map.of(), "config", "check").out()).contains("serve: --tls-cert needs --tls-key FILE");
        write("serve:\n  listen: 0.0.0.0\n");
        assertThat(run(Map.of(), "config", "check").out()).contains("lets other machines in");
        write("up:\n  kafka: kafka1:9092\n  flush: true\n");
        assertThat(run(Map.of(), "config", "check").out()).contains("--flush is of the Kafka inside");
        write("serve:\n  policy-file: " + dir.resolve("none.yaml") + "\n");
        assertThat(run(Map.of(), "config", "check").out()).contains("there is no policy file");
    }

    /** The page's file and what it prints of it. */
    @Test
    void showsWhatThePageShows() throws IOException {
        String page = Files.readString(Path.of("../docs/configuration.md"));
        write(page.split("```yaml\n")[1].split("```")[0]);
        String printed = page.split("\\$ berth config show common serve\n")[1].split("```")[0];

        String shown =
                run(Map.of(), "config", "show", "common", "serve", "--table").out();
        assertThat(shown.replace(usual.toString(), "/etc/berth/berth.yaml")).isEqualTo(printed);
        assertThat(run(Map.of(), "config", "check", "--table").out()).contains("Nothing is wrong");
    }

    /** A service of one machine must not leave it because somebody audits another. */
    @Test
    void leavesTheKafkaInsideAloneWhenTheEnvironmentNamesOne() {
        assertThat(run(Map.of("BERTH_KAFKA", "kafka1:9092"), "config", "show", "up", "--table")
                        .out())
                .contains("Nothing is set.");
        assertThat(run(Map.of("BERTH_UP_KAFKA", "kafka1:9092"), "config", "show", "up", "--table")
                        .out())
                .contains("BERTH_UP_KAFKA");
    }

    /** The sample is what the options say of themselves. -Dsample.write=true writes it anew. */
    @Test
    void hasASampleThatIsMadeFromTheOptions() throws IOException {
        Settings settings = settings();
        String sample = ConfigSample.of("berth", settings, settings.sections().keySet());
        if (Boolean.getBoolean("sample.write")) {
            Files.writeString(SAMPLE, sample);
        }

        assertThat(Files.readString(SAMPLE))
                .isEqualTo(sample)
                .isEqualTo(run(Map.of(), "config", "sample").out())
                .contains("common:\n", "serve:\n", "up:\n", "agent:\n", "  #port: 8778\n", "  #shape: [NAME=QUERY]\n");
        assertThat(sample.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }

    @Test
    void hasASampleWhoseKeysAreAllKnown() throws IOException {
        write(Files.readString(SAMPLE).replaceAll("(?m)^  #([a-z-]+): .*$", "  $1: x"));
        Files.setPosixFilePermissions(usual, PosixFilePermissions.fromString("rw-r-----"));

        Configuration configuration = Configuration.of(Berth.commandLine(
                        new ConfigPlaces(Map.of(), usual),
                        new PrintWriter(Writer.nullWriter()),
                        new PrintWriter(Writer.nullWriter()))
                .getCommandSpec());

        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.values().keySet())
                .hasSize(settings().sections().values().stream()
                        .mapToInt(Map::size)
                        .sum());
    }

    /** What is easily forgotten when an option is added. */
    @Test
    void canSetEachOptionAsTheCommandLineCan() {
        settings().sections().values().stream()
                .flatMap(section -> section.values().stream())
                .forEach(setting -> {
                    OptionSpec option = setting.option();
                    if (setting.isMany()) {
                        assertThat(option.splitRegex()).as(setting.variable()).isNotEmpty();
                    }
                    if (setting.isFlag()) {
                        assertThat(option.fallbackValue())
                                .as(setting.variable() + ", which picocli would turn round")
                                .isEqualTo("true");
                        assertThat(option.negatable() || setting.section().equals(Setting.COMMON))
                                .as(setting.variable() + " can be unset on the command line")
                                .isTrue();
                    }
                    boolean soundsSecret = setting.key().matches(".*(token|password|secret)");
                    assertThat(setting.isSecret()).as(setting.variable()).isEqualTo(soundsSecret);
                    if (setting.isSecret()) {
                        assertThat(String.join("", option.description())).doesNotContain("${DEFAULT-VALUE}");
                    }
                });
    }

    @Test
    void suggestsWhatAMistypedOptionOrCommandMayHaveMeant() {
        assertThat(run(Map.of(), "serve", "--prot", "1").err()).contains("Did you mean", "--port");
        assertThat(run(Map.of(), "serve", "--registy", "x").err()).contains("Did you mean", "--registry");
        assertThat(run(Map.of(), "audit", "verfy").err()).contains("Did you mean", "verify");
        assertThat(run(Map.of(), "confg", "check").err()).contains("Did you mean", "config");
    }

    @Test
    void completesCommandsAndOptionsInBash() throws Exception {
        Path script = Files.writeString(
                dir.resolve("completion"), run(Map.of(), "completion").out());
        String ask =
                "source " + script + "; COMP_WORDS=(berth serve --por); COMP_CWORD=2; COMP_LINE='berth serve --por';"
                        + " COMP_POINT=17; _complete_berth 2>/dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash =
                new ProcessBuilder("bash", "-c", ask).redirectErrorStream(true).start();
        String said = new String(bash.getInputStream().readAllBytes());

        assertThat(bash.waitFor()).as(said).isZero();
        assertThat(said.lines()).containsExactly("--port");
    }

    private static Settings settings() {
        PrintWriter nobody = new PrintWriter(Writer.nullWriter());
        return Configuration.of(
                        Berth.commandLine(ConfigPlaces.none(), nobody, nobody).getCommandSpec())
                .settings();
    }

    private void write(String content) throws IOException {
        Files.writeString(usual, content);
        Files.setPosixFilePermissions(usual, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private Run run(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Berth.commandLine(
                        new ConfigPlaces(environment, usual), new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
        return new Run(status, out.toString(), err.toString());
    }
}
