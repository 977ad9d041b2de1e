package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.model.Region;
import dev.berth.terminal.ExitCode;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * From a real Placement into a Berth and back. {@code -Dimport.peer=URL} says where it is, with noauth2, and {@code
 * -Dimport.reset=COMMAND} how it is emptied; all that it has is lost. Run {@code takesOverWhatSomethingElseHasFilledIn}
 * alone, then: it empties nothing.
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

    /** For a Placement that something else has filled, as a benchmark. */
    @Test
    @EnabledIfSystemProperty(
            named = "import.filled",
            matches = "true",
            disabledReason = "-Dimport.filled=true says that the Placement has something to be taken over as it is")
    void takesOverWhatSomethingElseHasFilledIn() throws Exception {
        try (BrokerlessServer berth = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            String url = "http://127.0.0.1:" + berth.port();
            long beginNs = System.nanoTime();
            Run run = Run.of("import", "--from", PEER, "--url", url, "--json");
            assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.OK);
            System.out.println(run.out().strip() + " after " + seconds(beginNs) + " s");
            TreeMap<String, String> here = PlacementDump.of(url);
            assertThat(here).isEqualTo(PlacementDump.of(PEER));
            System.out.println(here.size() + " answers compared after " + seconds(beginNs) + " s");
        }
    }

    private static long seconds(long sinceNs) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - sinceNs);
    }

    @Test
    @EnabledIfSystemProperty(
            named = "import.sql",
            matches = ".+",
            disabledReason = "-Dimport.sql=COMMAND names no way into the Placement's database")
    void refusesAmountsThatAreCountedThereAndNotShown() throws Exception {
        reset();
        RandomFleet fleet = new RandomFleet(PEER, SEED).fill(12, 40);
        String consumer = fleet.consumers().get(0);
        sql("DELETE FROM consumers WHERE uuid = '" + consumer + "'");
        try (BrokerlessServer berth = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            String url = "http://127.0.0.1:" + berth.port();
            Run refused = Run.of("import", "--from", PEER, "--url", url);
            assertThat(refused.status()).as(refused.all()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(refused.err())
                    .contains("nothing was appended", "are used there, but its allocations add up to", "online_data");
            assertThat(berth.view(Region.DEFAULT).providers().size()).isZero();

            sql("DELETE FROM allocations WHERE consumer_id = '" + consumer + "'");
            leaveBehind(fleet.uuid());
            Run run = Run.of("import", "--from", PEER, "--url", url);
            assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.OK);
            assertThat(PlacementDump.of(url)).isEqualTo(PlacementDump.of(PEER));
        }
    }

    /** What only the database has: names that nothing uses, and a consumer of a provider that is gone. */
    private static void leaveBehind(String consumer) throws Exception {
        sql("INSERT INTO consumer_types (name) VALUES ('LEFT')");
        sql("INSERT INTO projects (external_id) VALUES ('left')");
        sql("INSERT INTO users (external_id) VALUES ('left')");
        sql("INSERT INTO placement_aggregates (uuid) VALUES ('" + consumer + "')");
        sql("INSERT INTO consumers (uuid, project_id, user_id, generation) SELECT '" + consumer
                + "', projects.id, users.id, 7 FROM projects, users"
                + " WHERE projects.external_id = 'left' AND users.external_id = 'left'");
        sql("INSERT INTO allocations (resource_provider_id, consumer_id, resource_class_id, used) VALUES (999999, '"
                + consumer + "', 0, 5)");
    }

    private static void sql(String statement) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", System.getProperty("import.sql"))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(statement.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(process.waitFor()).as(statement).isZero();
    }

    private static void reset() throws Exception {
        Process process = new ProcessBuilder("sh", "-c", System.getProperty("import.reset"))
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
