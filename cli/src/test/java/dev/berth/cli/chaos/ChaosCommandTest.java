package dev.berth.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.BerthProcess;
import dev.berth.cli.Run;
import dev.berth.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class ChaosCommandTest {
    /** A broker and two instances. */
    private static final int CHILDREN = 3;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path dir;

    @Test
    void saysWhatWouldBeRight() {
        assertThat(Run.of("chaos", "--brokers", "2").err()).contains("--brokers takes 1 or 3 but was 2");
        assertThat(Run.of("chaos", "--instances", "1").err()).contains("expected a whole number from 2 to 5");
        assertThat(Run.of("chaos", "--minutes", "0").err()).contains("expected a whole number from 1 to 10080");
        assertThat(Run.of("chaos", "--faults", "kill-cat").err())
                .contains("expected one of kill-instance, kill-broker", "but got 'kill-cat'");
    }

    @Test
    void refusesADirectoryWithSomethingInIt() throws Exception {
        Files.writeString(dir.resolve("mine"), "mine");
        Run run = Run.of("chaos", "--data-dir", dir.toString());
        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("--data-dir has to be empty but there is something in " + dir);
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 3 min; run with -Dfaults=true")
    void findsNothingInAMinuteOfFaults() throws Exception {
        String seed = System.getProperty("berth.seed", "1");
        Run run = Run.of("chaos", "--minutes", "1", "--brokers", "1", "--instances", "2", "--seed", seed, "--json");
        assertThat(run.status()).as(run.out() + run.err()).isEqualTo(ExitCode.OK);
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("violation_count").asInt()).isZero();
        assertThat(json.path("cycles")).isNotEmpty();
        assertThat(json.path("results").path("claim").path("DONE").asInt()).isPositive();
        assertThat(json.path("audit").asText()).contains("identical");
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 1 min; run with -Dfaults=true")
    void leavesNoProcessBehindWhereItIsKilled() throws Exception {
        String[] arguments = {"chaos", "--minutes", "5", "--brokers", "1", "--instances", "2"};
        try (BerthProcess chaos = BerthProcess.begin(dir.resolve("data"), arguments)) {
            ProcessHandle tool = ProcessHandle.of(chaos.pid()).orElseThrow();
            Awaitility.await().atMost(PATIENCE).until(() -> tool.children().count() >= CHILDREN);
            List<ProcessHandle> children = tool.descendants().toList();
            chaos.kill();
            for (ProcessHandle child : children) {
                child.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        }
    }
}
