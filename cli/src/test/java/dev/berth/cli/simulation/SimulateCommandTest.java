package dev.berth.cli.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.BerthProcess;
import dev.berth.cli.Run;
import dev.berth.simulator.TestingPlacement;
import dev.berth.simulator.TestingPlacement.Fault;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulateCommandTest {
    @TempDir
    Path dir;

    @Test
    void loadsAServiceAndShowsATable() {
        try (TestingPlacement placement = TestingPlacement.start()) {
            Run run = simulate(placement, "--table");

            assertThat(run.status()).isEqualTo(ExitCode.OK);
            assertThat(run.out()).contains("1 client,", "4 clients,", "p99 ms", "all agrees");
            assertThat(placement.hasConsumers()).as("all is released").isFalse();
        }
    }

    @Test
    void printsOneJsonObjectForPrograms() throws IOException {
        try (TestingPlacement placement = TestingPlacement.start()) {
            JsonNode json =
                    new ObjectMapper().readTree(simulate(placement, "--json").out());

            assertThat(json.path("right").asBoolean()).isTrue();
            assertThat(json.path("rounds")).hasSize(2);
            assertThat(json.at("/rounds/1/operations/claim/granted").asLong()).isPositive();
            assertThat(json.at("/rounds/1/operations/claim/p99_ms").asDouble()).isPositive();
        }
    }

    @Test
    void endsWithThreeWhenTheServiceIsWrong() {
        try (TestingPlacement placement = TestingPlacement.start(Fault.USAGE_DRIFTS)) {
            Run run = simulate(placement, "--table");

            assertThat(run.status()).isEqualTo(ExitCode.DIFFERENCES);
            assertThat(run.out()).contains("WRONG", "usage of provider");
        }
    }

    @Test
    void releasesAllThatWasClaimedAlsoWhereAReadFails() {
        try (TestingPlacement placement = TestingPlacement.start(Fault.FAILS_TO_READ_PROVIDERS)) {
            Run run = simulate(placement, "--table");

            assertThat(run.status()).isEqualTo(ExitCode.DIFFERENCES);
            assertThat(run.out()).contains("/usages: expected 200 but found 500");
            assertThat(placement.hasConsumers()).as("all is released").isFalse();
        }
    }

    @Test
    void endsWithThreeWhenOnlyTheWarmUpWentWrong() {
        try (TestingPlacement placement = TestingPlacement.start(Fault.FAILS_TO_READ_A_PROVIDER_ONCE)) {
            Run run = simulate(placement, "--table");

            assertThat(run.status()).isEqualTo(ExitCode.DIFFERENCES);
            assertThat(run.out()).contains("/usages: expected 200 but found 500");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--table", "--claims-alone"})
    void namesTheProjectAndTheConsumersThatTheServiceDoesNotRelease(String kind) {
        try (TestingPlacement placement = TestingPlacement.start(Fault.FAILS_TO_RELEASE)) {
            Run run = simulate(placement, kind);

            assertThat(run.status()).isEqualTo(ExitCode.DIFFERENCES);
            assertThat(run.err())
                    .containsPattern("project (simulation|load)-[0-9a-f-]{36} may still hold something: GET /usages")
                    .contains("each with: berth allocation delete CONSUMER --url " + placement.url())
                    .containsPattern("(?m)^  [0-9a-f-]{36}$");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--warm-up=0", "--claims-alone"})
    @Timeout(120)
    void releasesAllThatWasClaimedWhenItIsStopped(String kind) throws Exception {
        Path err = dir.resolve("err");
        try (TestingPlacement placement = TestingPlacement.start()) {
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            BerthProcess.classPath(),
                            "dev.berth.cli.Berth",
                            "simulate",
                            "--url=" + placement.url(),
                            "--hosts=5",
                            "--clients=4",
                            "--seconds=600",
                            kind)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(err.toFile())
                    .start();
            try {
                while (!placement.hasConsumers() && process.isAlive()) {
                    TimeUnit.MILLISECONDS.sleep(10);
                }
                process.destroy();

                assertThat(process.waitFor()).as(Files.readString(err)).isEqualTo(143);
                assertThat(Files.readString(err)).contains("stopped: all that was claimed is released");
                assertThat(placement.hasConsumers()).as("all is released").isFalse();
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void saysHowToGetAServiceWhereNoneAnswers() {
        Run run = Run.of("simulate", "--url", "http://127.0.0.1:1");

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("http://127.0.0.1:1", "berth up");
    }

    private static Run simulate(TestingPlacement placement, String... more) {
        String[] arguments = {
            "simulate",
            "--url=" + placement.url(),
            "--hosts=5",
            "--claims=100",
            "--warm-up=10",
            "--clients=1,4",
            more.length == 0 ? "--seed=7" : more[0]
        };
        return Run.of(arguments);
    }
}
