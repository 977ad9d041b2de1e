package dev.berth.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.agent.Agent;
import dev.berth.agent.ReportNumbers;
import dev.berth.agent.ReportSink;
import dev.berth.agent.host.TestingHost;
import dev.berth.agent.report.ReportAttempt;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentCommandTest {
    @TempDir
    private Path dir;

    @Test
    void showsWhatThisHostWouldReport() {
        Run run = Run.of("--dry-run", "--host-name", "here");

        assertThat(run.status()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("PROVIDER", "here", "VCPU", "MEMORY_MB", "DISK_GB");
    }

    @Test
    void printsTheReportAsJson() throws IOException {
        Run run = Run.of("--dry-run", "--json", "--host-name", "here", "--host-id", id());

        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("host").asText()).isEqualTo(id());
        assertThat(json.at("/providers/0/inventories/VCPU/total").asLong()).isPositive();
    }

    @Test
    void takesTheHostFromAResourceTrackersDictionary() throws IOException {
        Path file = Files.writeString(
                dir.resolve("node.json"),
                "{\"hypervisor_hostname\": \"old\", \"vcpus\": 8, \"memory_mb\": 4096, \"local_gb\": 100}");

        Run run = Run.of("--dry-run", "--from-legacy", file.toString());

        assertThat(run.status()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("old", "VCPU 8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--proc", "--sys", "--disk-path"})
    void refusesToReadAHostWhereThereIsNone(String option) {
        Path gone = dir.resolve("gone");

        Run run = Run.of("--dry-run", option, gone.toString());

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("expected " + option + " to be ", "there is none at " + gone);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void takesEmptyDirectoriesForNoHost() {
        Run run = Run.of("--dry-run", "--proc", dir.toString(), "--sys", dir.toString());

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("no host to report", "no CPU is found", "no memory is found");
        assertThat(run.out()).isEmpty();
    }

    /** Without the memory of its only node a host has none, and why the node is left out stands in a warning. */
    @Test
    void tellsBesidesWhatIsMissingWhatWasSkipped() {
        TestingHost.in(dir, """
                core 0 socket 0
                cell 0 cpus 0 memory 8192
                file sys/devices/system/node/node0/cpulist = zero
                """);

        Run run = Run.of(
                "--dry-run",
                "--proc",
                dir.toString(),
                "--sys",
                dir.resolve("sys").toString());

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err())
                .contains(
                        "no memory is found",
                        "warning: devices/system/node/node0/cpulist: expected a list such as 0-3,8",
                        "node0/: its CPUs cannot be read, so it is no cell");
    }

    @Test
    void namesTheFileAndTheMistakeInIt() throws IOException {
        Path file = Files.writeString(dir.resolve("spec.json"), "[{\"address\": \"nowhere\"}]");

        Run run = Run.of("--dry-run", "--device-spec", file.toString());

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("device spec cannot be used", file.toString());
    }

    @Test
    void saysThatKafkaDoesNotAnswer() throws IOException {
        Path settings = Files.writeString(dir.resolve("client.properties"), "max.block.ms=500\n");
        Run run = Run.of(
                "--once",
                "--kafka",
                "127.0.0.1:1",
                "--key",
                dir.resolve("agent.pem").toString(),
                "--client-config",
                settings.toString());

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("127.0.0.1:1", "berth.reports");
    }

    @Test
    void asksForAKeyToSignWhatGoesThroughKafka() {
        Run run = Run.of("--once", "--kafka", "127.0.0.1:1");

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("--key FILE");
    }

    @Test
    void saysThatTheServiceDoesNotAnswer() {
        Run run = Run.of("--once", "--url", "http://127.0.0.1:1");

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("cannot reach the service at http://127.0.0.1:1");
    }

    @Test
    void makesAKeyForItsOwnerAloneAndShowsTheSameAgain() throws IOException {
        Path key = dir.resolve("agent.pem");
        Run first = Run.of("key", key.toString(), "--host-id", id());
        Run again = Run.of("key", key.toString(), "--host-id", id());

        assertThat(first.status()).isEqualTo(ExitCode.OK);
        assertThat(first.out()).contains("public key: ", "/hosts/" + id() + "/enrolment");
        assertThat(again.out()).isEqualTo(first.out());
        assertThat(Files.getPosixFilePermissions(key)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void refusesAKeyThatIsNone() throws IOException {
        Path key = Files.writeString(dir.resolve("agent.pem"), "-----BEGIN RSA PRIVATE KEY-----");

        Run run = Run.of("key", key.toString());

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("agent.pem cannot be used", "BEGIN PRIVATE KEY");
    }

    @Test
    void refusesAKeyThatOthersCouldReplace() throws IOException {
        Path key = dir.resolve("agent.pem");
        Run.of("key", key.toString());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-rw----"));

        Run run = Run.of("key", key.toString());

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("chmod go-w " + key);
    }

    @Test
    void refusesATokenThatCannotStandInAHeaderWithoutShowingIt() throws IOException {
        Path token = Files.writeString(dir.resolve("token"), "very\nsecret");

        Run inFile = Run.of("--once", "--token-file", token.toString());
        assertThat(inFile.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(inFile.err())
                .contains("expected a token in printable ASCII in " + token)
                .doesNotContain("secret");

        Run asOption = Run.of("--once", "--token", "very\nsecret");
        assertThat(asOption.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(asOption.err())
                .contains("expected a token in printable ASCII")
                .doesNotContain("secret");
    }

    @Test
    void refusesSecretsInTheUrlOfTheRegistry() {
        Run run = Run.of(
                "--once",
                "--kafka",
                "127.0.0.1:1",
                "--key",
                dir.resolve("agent.pem").toString(),
                "--registry",
                "https://agent:hush@registry");

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("--registry-config").doesNotContain("hush");
    }

    @Test
    void warnsOfANumberFarAhead() throws IOException {
        Path key = dir.resolve("agent.pem");
        Files.writeString(dir.resolve("agent.pem.sequence"), "9000000000000");
        ReportNumbers numbers = new ReportNumbers(
                System::currentTimeMillis,
                Optional.of(AgentKeyFile.openOrMake(key).numbers()));
        StringWriter err = new StringWriter();

        new AgentOutput(new PrintWriter(new StringWriter()), new PrintWriter(err))
                .show(new Agent.Step.Published(
                        ReportAttempt.refused(List.of(), List.of()), new ReportSink.Receipt.Unheard(numbers.doubt())));

        assertThat(err.toString()).contains("warning: its number, 9000000000000, lies", "until " + key + ".sequence");
    }

    private static String id() {
        return "5f3b9a30-5e62-4c5c-9f05-0a5a3d1b7a11";
    }
}
