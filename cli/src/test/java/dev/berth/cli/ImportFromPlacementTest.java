package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.terminal.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * From a real Placement into a Berth and back. {@code -Dimport.peer=URL} says where it is, with noauth2, and {@code
 * -Dimport.reset=COMMAND} how it is emptied; all that it has is lost.
 */
@EnabledIfSystemProperty(
        named = "import.peer",
        matches = "http.*",
        disabledReason = "-Dimport.peer=URL and -Dimport.reset=COMMAND name no real Placement")
class ImportFromPlacementTest {
    private static final String PEER = System.getProperty("import.peer");
    private static final long SEED = Long.getLong("seed", 1);
    private static final int FLEETS = Integer.getInteger("import.fleets", 2);

    @Test
    void takesOverAllThatAnyGetShowsAndWritesItBack() throws Exception {
        for (long seed = SEED; seed < SEED + FLEETS; seed++) {
            reset();
            new RandomFleet(PEER, seed).fill(12, 40);
            try (BrokerlessServer berth = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
                String url = "http://127.0.0.1:" + berth.port();
                Run run = Run.of("import", "--from", PEER, "--url", url, "--json");
                assertThat(run.status()).as("seed " + seed + run.all()).isEqualTo(ExitCode.OK);
                assertThat(PlacementDump.of(url)).as("seed " + seed).isEqualTo(PlacementDump.of(PEER));
                reset();
                Run back = Run.of("export", "--to", PEER, "--url", url, "--json");
                assertThat(back.status()).as("seed " + seed + back.all()).isEqualTo(ExitCode.OK);
            }
        }
    }

    private static void reset() throws Exception {
        Process process = new ProcessBuilder("sh", "-c", System.getProperty("import.reset"))
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
