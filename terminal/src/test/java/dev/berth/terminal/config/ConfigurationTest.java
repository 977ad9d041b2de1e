package dev.berth.terminal.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.berth.terminal.CommonOptions;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.FailureText;
import dev.berth.terminal.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A small program, configured in every way that there is. */
class ConfigurationTest {
    @TempDir
    private Path dir;

    private Path usual;

    @BeforeEach
    void nameTheUsualFile() {
        usual = dir.resolve("usual.yaml");
    }

    /** Where something is, for every command. */
    @CommonToAll
    private static final class PlaceOptions {
        @Option(names = "--place", defaultValue = "home", description = "Where it is (default: ${DEFAULT-VALUE}).")
        private String place;

        @SecretValue
        @Option(names = "--password", description = "What lets one in.")
        private String password = "-";
    }

    @Section("work")
    @Command(name = "work")
    private static final class WorkCommand implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Option(names = "--port", defaultValue = "80", description = "A port.")
        private int port;

        @Option(names = "--fast", negatable = true, fallbackValue = "true", description = "Hurry.")
        private boolean isFast;

        @Option(names = "--name", split = Setting.NEXT, hideParamSyntax = true, description = "Names.")
        private List<String> names = List.of();

        @Option(names = "--letter", split = ",", description = "Letters.")
        private List<String> letters = List.of();

        @CommandLineOnly
        @Option(names = "--once", description = "Once.")
        private boolean isOnce;

        @Mixin
        private PlaceOptions place;

        @Override
        public Integer call() {
            spec.commandLine()
                    .getOut()
                    .printf(
                            "port=%d fast=%s names=%s letters=%s place=%s password=%s%n",
                            port, isFast, names, letters, place.place, place.password);
            return 0;
        }
    }

    @Command(name = "look")
    private static final class LookCommand implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Option(names = "--port", defaultValue = "1", description = "Another port.")
        private int port;

        @Mixin
        private PlaceOptions place;

        @Override
        public Integer call() {
            spec.commandLine().getOut().printf("port=%d place=%s%n", port, place.place);
            return 0;
        }
    }

    @Command(name = "rest")
    private static final class RestCommand implements Callable<Integer> {
        @Override
        public Integer call() {
            return 0;
        }
    }

    @Command(
            name = "toy",
            subcommands = {WorkCommand.class, LookCommand.class, RestCommand.class})
    private static final class ToyCommand {
        @Mixin
        private CommonOptions common;
    }

    @Test
    void takesTheCommandLineBeforeTheEnvironmentBeforeTheFileBeforeTheDefault() throws IOException {
        write("common: {place: of-file}\nwork:\n  port: 81\n");

        assertThat(run(Map.of(), "work").out).contains("port=81", "place=of-file");
        assertThat(run(Map.of("BERTH_WORK_PORT", "82"), "work").out).contains("port=82");
        assertThat(run(Map.of("BERTH_WORK_PORT", "82"), "work", "--port", "83").out)
                .contains("port=83");
        Files.delete(usual);
        assertThat(run(Map.of(), "work").out).contains("port=80", "place=home");
    }

    @Test
    void prefersWhatIsSaidOfOneCommandToWhatIsSaidOfAll() throws IOException {
        write("common:\n  place: a\nwork:\n  place: b\n");

        assertThat(run(Map.of(), "work").out).contains("place=b");
        assertThat(run(Map.of(), "look").out).contains("place=a");
        assertThat(run(Map.of("BERTH_PLACE", "c"), "work").out).contains("place=c");
        assertThat(run(Map.of("BERTH_PLACE", "c", "BERTH_WORK_PLACE", "d"), "work").out)
                .contains("place=d");
        assertThat(run(Map.of("BERTH_PLACE", "c", "BERTH_WORK_PLACE", "d"), "look").out)
                .contains("place=c");
    }

    @Test
    void setsNothingOfACommandWithoutASectionBeyondWhatIsCommon() throws IOException {
        write("work:\n  port: 81\n");

        assertThat(run(Map.of("BERTH_WORK_PORT", "82"), "look").out).contains("port=1 ");
    }

    /** picocli turns a flag round that is given on top of its default. */
    @Test
    void letsAFlagOnTheCommandLineMeanWhatItSays() throws IOException {
        write("work:\n  fast: true\n");

        assertThat(run(Map.of(), "work").out).contains("fast=true");
        assertThat(run(Map.of(), "work", "--fast").out).contains("fast=true");
        assertThat(run(Map.of(), "work", "--no-fast").out).contains("fast=false");
        assertThat(run(Map.of("BERTH_WORK_FAST", "false"), "work").out).contains("fast=false");
    }

    @Test
    void takesSeveralValuesAsAListOrBesideEachOther() throws IOException {
        write("work:\n  name: ['a,b', c]\n  letter: [x, y]\n");

        assertThat(run(Map.of(), "work").out).contains("names=[a,b, c]", "letters=[x, y]");
        assertThat(run(Map.of(), "work", "--name", "d", "--name", "e,f").out).contains("names=[d, e,f]");
        assertThat(run(Map.of("BERTH_WORK_NAME", "g h,i", "BERTH_WORK_LETTER", "p,q"), "work").out)
                .contains("names=[g, h,i]", "letters=[p, q]");
        write("work:\n  name: one\n");
        assertThat(run(Map.of(), "work").out).contains("names=[one]");
    }

    @Test
    void takesTextAsItIsWritten() throws IOException {
        write("work:\n  password: '${env:HOME} $$ 007'\n  place: 0x10\n");
        Files.setPosixFilePermissions(usual, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(run(Map.of(), "work").out).contains("password=${env:HOME} $$ 007", "place=0x10");
        assertThat(run(Map.of("BERTH_PASSWORD", "a${b}"), "work").out).contains("password=a${b}");
    }

    @Test
    void readsTheFileThatIsNamed() throws IOException {
        write("work:\n  port: 81\n");
        Path other = Files.writeString(dir.resolve("other.yaml"), "work:\n  port: 82\n");

        assertThat(run(Map.of(), "work", "--config", other.toString()).out).contains("port=82");
        assertThat(run(Map.of(), "--config=" + other, "work").out).contains("port=82");
        assertThat(run(Map.of("BERTH_CONFIG", other.toString()), "work").out).contains("port=82");
        assertRefused(Map.of("BERTH_CONFIG", dir.resolve("none").toString()), "is not there");
        assertRefused(Map.of("BERTH_CONFIG", ""), "BERTH_CONFIG has no value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "work:;  prot: 1 | usual.yaml:2: prot is no setting in the section work; did you mean port?",
                "work:;  once: true | once is no setting",
                "common:;  port: 1 | port is no setting in the section common; it is one in work",
                "wrok:;  port: 1 | wrok is no section; did you mean work?",
                "zzzzzzzzzz:;  port: 1 | there are common, work",
                "work:;  port: [1, 2] | expected one value for port but got a list",
                "work:;  port: {a: 1} | expected a value, or a list of values, for port",
                "work:;  port: | port has no value",
                "work:;  port: ' ' | port has no value",
                "work:;  port: 1;  port: 2 | usual.yaml:3: port is given twice",
                "work:;  port: 1;work:;  fast: true | usual.yaml:3: work is given twice",
                "work: 5 | expected keys below 'work:'",
                "- a | expected sections such as",
                "a: &x [*x, *x] | no anchors and no aliases",
                "work: {port: !!int 1} | expected no tags",
                "work: !x {port: 1} | expected no tags",
                "work: {port: !x [1]} | expected no tags",
                "!x {work: {port: 1}} | expected no tags",
                "%YAML 9.9;---;work: {port: 1} | expected YAML 1.2 but its first line says that it is YAML 9.9",
                "work:;  flush: 1 | flush is no setting in the section work; 'berth config sample' has them all",
                "a: 1;---;b: 2 | expected",
                "work:;  port: '1 | usual.yaml:2: expected YAML but",
                "work:;\tport: 1 | expected YAML but"
            })
    void refusesWhatCannotBeMeantAndSaysWhere(String content, String words) throws IOException {
        write(content.replace(';', '\n'));

        assertRefused(Map.of(), words);
    }

    @Test
    void tellsAllProblemsAtOnce() throws IOException {
        write("work:\n  prot: 1\n  nmae: x\n");

        assertRefused(Map.of("BERTH_WORK_FAS", "true"), "port?", "name?", "did you mean BERTH_WORK_FAST?");
    }

    @Test
    void refusesMistypedVariablesButNotThoseOfOthers() {
        assertRefused(Map.of("BERTH_PLCAE", "x"), "BERTH_PLCAE is no setting; did you mean BERTH_PLACE?");
        assertRefused(Map.of("BERTH_WORK_NOTHING", "x"), "BERTH_WORK_NOTHING is no setting");
        assertRefused(Map.of("BERTH_REGION", "east"), "BERTH_REGION is no setting; give a command --region");
        assertRefused(Map.of("BERTH_WORK_PORT", " "), "BERTH_WORK_PORT has no value");
        // What Kubernetes says of a service "berth", and of one "berth-work".
        Map<String, String> others = Map.of(
                "BERTH_PORT", "tcp://10.0.0.1:8778",
                "BERTH_SERVICE_HOST", "10.0.0.1",
                "BERTH_PORT_8778_TCP_ADDR", "10.0.0.1",
                "BERTH_WORK_SERVICE_PORT", "8778",
                "BERTH_SOMETHING_ELSE_ENTIRELY", "1");
        assertThat(run(others, "work").out).contains("port=80");
    }

    @Test
    void refusesAFileThatOthersCouldWriteOrReadASecretFrom() throws IOException {
        write("work:\n  port: 81\n");
        Files.setPosixFilePermissions(usual, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertRefused(Map.of(), "chmod go-w");

        write("common:\n  password: hush\n");
        Files.setPosixFilePermissions(usual, PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused(Map.of(), "chmod o-r");
        assertThat(run(Map.of(), "work").err).doesNotContain("hush");
    }

    @Test
    void refusesAFileThatIsTooLongOrNoText() throws IOException {
        write("#".repeat(70_000));
        assertRefused(Map.of(), "is larger than 65536 bytes");
        Files.write(usual, new byte[] {'a', ':', (byte) 0xfc});
        assertRefused(Map.of(), "it is not UTF-8");
        write("[".repeat(60_000));
        assertRefused(Map.of(), "expected");
    }

    @Test
    void saysWhoSetsAWrongValue() throws IOException {
        write("work:\n  port: many\n");
        Run run = run(Map.of(), "work");

        assertThat(run.status).isEqualTo(ExitCode.USAGE);
        assertThat(run.err).contains("--port", "many", usual + ":2 says so");
        assertThat(run(Map.of("BERTH_WORK_PORT", "few"), "work").err).contains("BERTH_WORK_PORT says so");
        assertThat(run(Map.of(), "work", "--port", "none").err).doesNotContain("says so");
    }

    @Test
    void givesHelpAndRunsWhatItDoesNotConcernWhateverTheFileSays() throws IOException {
        write("nonsense");

        assertThat(run(Map.of(), "work", "--help").out).contains("--port");
        assertThat(run(Map.of(), "rest").status).isEqualTo(ExitCode.OK);
        assertThat(run(Map.of(), "look").status).isEqualTo(ExitCode.COULD_NOT_RUN);
    }

    @Test
    void takesAnEmptyFileForOneThatSetsNothing() throws IOException {
        for (String content : List.of("", "# nothing\n", "work:\n  # port: 1\ncommon:\n", "---\n", "~\n")) {
            write(content);
            assertThat(run(Map.of(), "work").out).as(content).contains("port=80");
        }
    }

    private void write(String content) throws IOException {
        Files.writeString(usual, content);
        Files.setPosixFilePermissions(usual, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private void assertRefused(Map<String, String> environment, String... words) {
        Run run = run(environment, "work");
        assertThat(run.err).contains(words);
        assertThat(run.status).as(run.err).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.out).isEmpty();
    }

    private record Run(int status, String out, String err) {}

    private Run run(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = new Program(
                        verbose -> {},
                        new FailureText(ImmutableList.of()),
                        failure -> ExitCode.COULD_NOT_RUN,
                        new ConfigPlaces(environment, usual))
                .commandLine(new ToyCommand(), new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
        return new Run(status, out.toString(), err.toString());
    }
}
