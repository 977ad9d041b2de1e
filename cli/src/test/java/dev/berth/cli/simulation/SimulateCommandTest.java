package dev.berth.cli.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.Run;
import dev.berth.simulator.TestingPlacement;
import dev.berth.simulator.TestingPlacement.Fault;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SimulateCommandTest {
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
